package io.cartledger.query.history;

import io.cartledger.http.ProblemType;
import io.cartledger.query.ledger.RecordedRefusal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says in plain language what was refused, or had been done before. */
final class RefusalSummaries {

    /** What was asked, by method and the end of the route. */
    private static final Map<String, String> ASKED = Map.ofEntries(
            Map.entry("POST /carts", "open a cart"),
            Map.entry("POST /items", "add an item"),
            Map.entry("POST /add-cart.php", "add an item"),
            Map.entry("PUT /items/{itemId}", "change a line"),
            Map.entry("DELETE /items/{itemId}", "remove a line"),
            Map.entry("DELETE /items", "clear the cart"),
            Map.entry("POST /claim", "claim the cart"),
            Map.entry("POST /merge", "merge carts"),
            Map.entry("POST /checkout", "check out"),
            Map.entry("POST /commands", "make several changes"),
            Map.entry("POST /corrections", "correct a line"),
            Map.entry("POST /restorations", "restore an earlier version"),
            Map.entry("POST /notes", "add a note"),
            Map.entry("POST /allowances", "grant an allowance"),
            Map.entry("DELETE /allowances/{allowance}", "take back an allowance"));

    private static final String OWNER_OF_ROUTE = "^/(?:me/cart|(?:carts|customers)/\\{[a-zA-Z]+\\})";

    private RefusalSummaries() {}

    static String of(RecordedRefusal refusal) {
        String asked = asked(refusal) + about(refusal);
        return refusal.isReplay()
                ? "sent again, and answered as before: to " + asked
                : "refused: " + why(refusal) + " (asked to " + asked + ")";
    }

    private static String why(RecordedRefusal refusal) {
        @Nullable String item = item(refusal);
        if (refusal.code().equals(ProblemType.PURCHASE_LIMIT_EXCEEDED.code())) {
            return item == null ? "purchase limit reached" : "purchase limit of " + item + " reached";
        }
        // What newer software refuses may have a code that is not known here.
        return Arrays.stream(ProblemType.values())
                .filter(type -> type.code().equals(refusal.code()))
                .map(type -> type.title().substring(0, 1).toLowerCase(Locale.ROOT)
                        + type.title().substring(1))
                .findFirst()
                .orElse(refusal.code());
    }

    private static String asked(RecordedRefusal refusal) {
        @Nullable String route = refusal.route();
        if (route == null) {
            return refusal.method();
        }
        String known = ASKED.get(refusal.method() + " " + route.replaceFirst(OWNER_OF_ROUTE, ""));
        return known == null ? refusal.method() + " " + route : known;
    }

    private static String about(RecordedRefusal refusal) {
        @Nullable String item = item(refusal);
        return item == null ? "" : ", " + item;
    }

    private static @Nullable String item(RecordedRefusal refusal) {
        return refusal.itemId() == null ? refusal.sku() : refusal.itemId();
    }
}
