package io.cartledger.command.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an append moves in the ledger besides its events: sums and places that are derived from events, and that more
 * than one aggregate has to agree on.
 *
 * @param openCarts which cart is an owner's open one
 * @param limitUse how many units a customer has of a SKU; one entry for each customer and SKU
 * @param allowances by how many units a customer's limit of a SKU is raised
 */
public record Moves(List<OpenCartMove> openCarts, List<LimitMove> limitUse, List<AllowanceMove> allowances) {

    /** Nothing moves. */
    public static final Moves NONE = new Moves(List.of(), List.of(), List.of());

    /**
     * A cart comes to be its owner's open cart, or is so no longer.
     *
     * @param owner tells owners of all kinds apart
     */
    public record OpenCartMove(String owner, String cartId, Kind kind) {

        /** How a cart comes to the place, or leaves it. */
        public enum Kind {
            /** It leaves the place, if it has it. */
            RELEASE,
            /** It takes the place; where another cart has it, the append is lost. */
            TAKE,
            /** It takes the place if that is free. */
            OFFER
        }
    }

    /**
     * A customer has more or fewer units of a SKU.
     *
     * @param customer whose units they are
     * @param sku of what
     * @param open units more in open carts
     * @param ordered units more that are checked out, in the period of the append
     * @param added units that the command adds to lines; others of {@code open} were there, in a cart that is reopened
     * @param limit most units that the shop allows, or null for any
     * @param checked whether the append is lost where the customer then has more than is allowed; else that is told
     */
    public record LimitMove(
            String customer,
            String sku,
            int open,
            int ordered,
            int added,
            @Nullable Integer limit,
            boolean checked) {

        private LimitMove plus(LimitMove other) {
            return new LimitMove(
                    customer,
                    sku,
                    open + other.open,
                    ordered + other.ordered,
                    added + other.added,
                    limit,
                    checked || other.checked);
        }
    }

    /**
     * A customer is allowed more or fewer units of a SKU.
     *
     * @param customer who is allowed
     * @param sku of what
     * @param until when that ends
     * @param units more than before
     */
    public record AllowanceMove(String customer, String sku, Instant until, int units) {}

    /** Both; those of the same customer and SKU as one. */
    public Moves plus(Moves other) {
        Map<List<String>, LimitMove> limits = new LinkedHashMap<>();
        joined(limitUse, other.limitUse)
                .forEach(move -> limits.merge(List.of(move.customer(), move.sku()), move, LimitMove::plus));
        return new Moves(
                joined(openCarts, other.openCarts), List.copyOf(limits.values()), joined(allowances, other.allowances));
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
