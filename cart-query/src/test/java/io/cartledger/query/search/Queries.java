package io.cartledger.query.search;

import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.http.IpRange;
import io.cartledger.query.http.Parameters;
import io.cartledger.query.page.Page;
import io.cartledger.query.page.PageRequest;
import io.cartledger.query.page.Total;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Searches as requests say them, for example {@code /changes?type=ItemAdded}. */
final class Queries {

    private Queries() {}

    record Answer(Page<?> page, Total total) {}

    static Answer answer(ViewConnection view, String request, int limit, @Nullable String cursor) throws SQLException {
        if (isChanges(request)) {
            var found =
                    ChangeSearch.find(view, changes(request), PageRequest.of(ChangeSearch.LIST, limit, cursor), true);
            return new Answer(found.page(), found.total());
        }
        var found = CartSearch.find(view, carts(request), PageRequest.of(CartSearch.LIST, limit, cursor));
        return new Answer(found.page(), found.total());
    }

    static boolean isChanges(String request) {
        return request.startsWith("/changes");
    }

    /** A cursor to go on from any row. */
    static String cursor(String request, String key, boolean back) {
        String list = isChanges(request) ? ChangeSearch.LIST : CartSearch.LIST;
        String next = PageRequest.of(list, 1, null)
                .page(List.of(key, key), text -> text)
                .next()
                .orElseThrow();
        Optional<String> previous =
                PageRequest.of(list, 1, next).page(List.of(key), text -> text).previous();
        return back ? previous.orElseThrow() : next;
    }

    static ChangeQuery changes(String request) {
        Map<String, List<String>> parameters = parameters(request);
        return new ChangeQuery(
                Parameters.customer(one(parameters, "customer")),
                Parameters.cart(one(parameters, "cart")),
                Parameters.sku(one(parameters, "sku")),
                one(parameters, "actor"),
                one(parameters, "client"),
                one(parameters, "ip") == null ? null : IpRange.parse(one(parameters, "ip")),
                one(parameters, "session"),
                parameters.getOrDefault("type", List.of()),
                Parameters.instant("from", one(parameters, "from")),
                Parameters.instant("to", one(parameters, "to")),
                one(parameters, "channel"),
                Parameters.ticket(one(parameters, "ticket")));
    }

    static CartQuery carts(String request) {
        Map<String, List<String>> parameters = parameters(request);
        return new CartQuery(
                Parameters.customer(one(parameters, "customer")),
                Parameters.sku(one(parameters, "sku")),
                parameters.getOrDefault("status", List.of()),
                one(parameters, "q"),
                Parameters.instant("changedFrom", one(parameters, "changedFrom")),
                Parameters.instant("changedTo", one(parameters, "changedTo")),
                number(one(parameters, "minLines")),
                number(one(parameters, "maxLines")));
    }

    private static @Nullable Integer number(@Nullable String text) {
        return text == null ? null : Integer.valueOf(text);
    }

    private static @Nullable String one(Map<String, List<String>> parameters, String name) {
        List<String> values = parameters.get(name);
        return values == null ? null : values.getFirst();
    }

    private static Map<String, List<String>> parameters(String request) {
        var parameters = new HashMap<String, List<String>>();
        int query = request.indexOf('?');
        if (query >= 0) {
            for (String parameter : request.substring(query + 1).split("&", -1)) {
                String[] parts = parameter.split("=", 2);
                boolean list = parts[0].equals("type") || parts[0].equals("status");
                parameters.put(parts[0], list ? List.of(parts[1].split(",", -1)) : List.of(parts[1]));
            }
        }
        return parameters;
    }
}
