package io.cartledger.bench.measure;

import io.cartledger.bench.run.Node;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** The database that all others are copies of. */
public final class Template {

    private static final int EXAMPLES = 2; // adds: the first of them also opens the cart

    private Template() {}

    /** Migrated by the service, with one cart in it. */
    public static void make(Session session) throws SQLException, IOException, InterruptedException {
        session.postgres.create(Session.TEMPLATE);
        try (Node node = session.launcher.service(Session.TEMPLATE, "command,query", true, List.of())) {
            var caller = new OneCaller(session.token());
            for (int i = 0; i < EXAMPLES; i++) {
                int status = caller.add(node, EventFiller.EXAMPLE, null);
                if (status / 100 != 2) {
                    throw new IllegalStateException("an add was answered " + status);
                }
            }
        }
    }
}
