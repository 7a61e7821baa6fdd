package io.cartledger.query.generation;

import java.util.Comparator;

/**
 * One of the read models that there are, each folded from the whole ledger.
 *
 * @param number 1, 2, …; never given again
 * @param foldRevision by which revision of the fold it is made; software with another one does not move it on
 * @param state how far it is
 */
public record Generation(int number, int foldRevision, State state) {

    /**
     * Of this software's fold into the read model. Whoever makes it tell something else of the same events raises it: a
     * generation is then folded anew, beside the one that is read.
     */
    public static final int FOLD_REVISION = 1;

    private static final String ANY = "view_n.";

    /** In this order; a generation never goes back. */
    public enum State {
        /** It is folded at bulk speed by one node; nobody else looks at it. */
        BUILDING,
        /** It has all that it had to catch up with; every node keeps it up, nobody reads it. */
        FOLLOWED,
        /** It is kept up, and read until there is a later one. */
        COMPLETE
    }

    /** Which of two is read, where software knows both: the one of the newer fold, then the later one. */
    public static final Comparator<Generation> BY_PRECEDENCE =
            Comparator.comparingInt(Generation::foldRevision).thenComparingInt(Generation::number);

    /** The schema that its tables are in. */
    public String schema() {
        return "view_" + number;
    }

    /** @param sql names the tables of a generation {@code view_n.cart}, and so on */
    public String sql(String sql) {
        return sql.replace(ANY, schema() + ".");
    }
}
