package io.cartledger.server.idempotency;

import io.cartledger.server.testing.Command;
import java.util.List;

/**
 * A command that is sent with a key, on carts of its own.
 *
 * @param before makes the carts ready
 * @param command with its key as the last header
 * @param events that it appends
 */
record Case(List<Command> before, Command command, int events) {

    /** One for each way in which an append can be judged and lost. */
    enum Kind {
        /** Takes a place among the open carts, and uses a purchase limit up. */
        FIRST_ADD,
        /** Has events of two carts. */
        MERGE,
        /** Moves what a purchase limit is held against, which is used up, and frees the place. */
        CHECK_OUT,
        /** Has neither events nor anything else but its key. */
        NOTHING
    }

    /** @param name part of its key, and of all other names */
    static Case of(Kind kind, String name) {
        String customer = "customer/" + name;
        String shop = "back-end/shop";
        Command five = Command.add("/me/cart", "LIMITED", 5).from(customer);
        Command other = Command.add("/carts/" + name, "OTHER", 1).from(shop);
        return switch (kind) {
            case FIRST_ADD -> new Case(List.of(), five.key("key-" + name), 2);
            case MERGE ->
                new Case(
                        List.of(
                                other,
                                Command.add("/carts/from-" + name, "OTHER", 2).from(shop)),
                        Command.post("/carts/" + name + "/merge", "{\"from\":\"from-" + name + "\"}")
                                .from(shop)
                                .key("key-" + name),
                        2);
            case CHECK_OUT ->
                new Case(
                        List.of(five),
                        Command.post("/me/cart/checkout", "{\"orderReference\":\"O-1\"}")
                                .from(customer)
                                .key("key-" + name),
                        1);
            case NOTHING ->
                new Case(
                        List.of(other),
                        Command.delete("/carts/" + name + "/items/NONE")
                                .from(shop)
                                .key("key-" + name),
                        0);
        };
    }
}
