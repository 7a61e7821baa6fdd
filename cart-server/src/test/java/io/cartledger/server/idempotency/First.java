package io.cartledger.server.idempotency;

import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvent.ItemAdded;
import io.cartledger.cart.CartEvent.ItemRemoved;
import io.cartledger.server.testing.Command;
import io.cartledger.server.testing.LedgerContents;
import java.util.List;

/**
 * A command that is sent with a key, to a cart of its own; and what makes it come out differently, were it carried out
 * again.
 *
 * @param before makes the cart ready
 * @param command the first, with its key
 * @param after what changes the cart between the first and its repetition
 * @param sku names the item that it is about, and no other
 */
record First(Fate fate, List<Command> before, Command command, List<Command> after, String sku) {

    private static final int FULL = 999;

    /** What becomes of it. */
    enum Fate {
        /** It adds a line. */
        DONE,
        /** It adds a line, in the version that it asks for. */
        DONE_IN_VERSION,
        /** It removes what is not there. */
        CHANGED_NOTHING,
        /** It adds to a line that is full. */
        REFUSED
    }

    /**
     * @param name its key, and part of all other names
     * @param cart the path of the cart
     * @param caller who sends it
     */
    static First of(Fate fate, String name, String cart, String caller) {
        String sku = "SKU-" + name;
        Command other = Command.add(cart, "OTHER", 1).from(caller);
        Command removal = Command.delete(cart + "/items/" + sku).from(caller);
        Command add = Command.add(cart, sku, 2).from(caller);
        Command fill = Command.add(cart, sku, FULL).from(caller);
        return switch (fate) {
            case DONE -> new First(fate, List.of(other), add.key(name), List.of(other), sku);
            case DONE_IN_VERSION -> {
                // Stale once it is done, or once the cart has been checked out.
                Command inVersion = add.with("If-Match", cart.equals("/me/cart") ? "*" : "\"1\"");
                yield new First(fate, List.of(other), inVersion.key(name), List.of(other), sku);
            }
            case CHANGED_NOTHING -> new First(fate, List.of(other), removal.key(name), List.of(add), sku);
            case REFUSED -> new First(fate, List.of(fill), add.key(name), List.of(removal), sku);
        };
    }

    int status() {
        return switch (fate) {
            case DONE, DONE_IN_VERSION -> 201;
            case CHANGED_NOTHING -> 200;
            case REFUSED -> 422;
        };
    }

    /** Under the same key. */
    Command withAnotherBody() {
        return fate == Fate.CHANGED_NOTHING
                ? command.path(command.path() + "X")
                : command.body("{\"sku\":\"%s\",\"quantity\":3}".formatted(sku));
    }

    /** How often the command has taken effect, with whichever body. */
    long effects(LedgerContents ledger) {
        return ledger.cartEvents().filter(event -> isEffect(event.event())).count();
    }

    private boolean isEffect(CartEvent event) {
        return switch (event) {
            case ItemAdded added ->
                fate != Fate.CHANGED_NOTHING
                        && added.added().units() < FULL
                        && added.item().sku().value().equals(sku);
            case ItemRemoved removed ->
                fate == Fate.CHANGED_NOTHING && removed.itemId().value().equals(sku);
            default -> false;
        };
    }
}
