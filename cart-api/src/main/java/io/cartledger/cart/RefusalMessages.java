package io.cartledger.cart;

import io.cartledger.cart.Refusal.AllowanceNotFound;
import io.cartledger.cart.Refusal.CartClosed;
import io.cartledger.cart.Refusal.CartEmpty;
import io.cartledger.cart.Refusal.CartExists;
import io.cartledger.cart.Refusal.CartIsAbandoned;
import io.cartledger.cart.Refusal.CartNotFound;
import io.cartledger.cart.Refusal.ChangeRefused;
import io.cartledger.cart.Refusal.KeyReused;
import io.cartledger.cart.Refusal.LineNotFound;
import io.cartledger.cart.Refusal.LineQuantityExceeded;
import io.cartledger.cart.Refusal.NoOpenCart;
import io.cartledger.cart.Refusal.OpenCartExists;
import io.cartledger.cart.Refusal.OtherCustomersCart;
import io.cartledger.cart.Refusal.PreconditionFailed;
import io.cartledger.cart.Refusal.PurchaseLimitExceeded;
import io.cartledger.cart.Refusal.RestorationRefused;
import io.cartledger.cart.Refusal.SourceRefused;
import io.cartledger.cart.Refusal.TooLong;
import io.cartledger.cart.Refusal.TooManyLines;
import io.cartledger.cart.Refusal.VersionNotFound;

/** What each refusal says: what was wrong, with the value, and what to do. */
final class RefusalMessages {

    private RefusalMessages() {}

    static String of(Refusal refusal) {
        return switch (refusal) {
            case CartNotFound r -> "There is no cart " + r.cartId() + ".";
            case CartExists r -> "There is a cart " + r.cartId() + " already: use it, or choose another cartId.";
            case LineNotFound r -> "Cart " + r.cartId() + " has no line " + r.itemId() + ": add the item first.";
            case LineQuantityExceeded r ->
                "quantity must leave 1 to " + r.limit() + " units of " + r.itemId() + " on its line, would be "
                        + r.requested() + " (now " + r.present() + ").";
            case TooManyLines r -> "A cart holds at most " + r.limit() + " lines: remove one first.";
            case TooLong r -> r.field() + " must have at most " + r.limit() + " characters, has " + r.length() + ".";
            case SourceRefused r -> r.cause().message();
            case NoOpenCart _ -> "You have no open cart: add an item first.";
            case CartClosed r ->
                r.mergedInto() == null
                        ? "Cart " + r.cartId() + " has been checked out as order " + r.orderReference()
                                + ": use another cart."
                        : "Cart " + r.cartId() + " has been merged into cart " + r.mergedInto() + ": use that one.";
            case CartIsAbandoned r ->
                "Cart " + r.cartId()
                        + " has been abandoned: add an item to it, and it is open again, or merge it into another.";
            case CartEmpty r -> "Cart " + r.cartId() + " has no lines: there is nothing to check out.";
            case OtherCustomersCart r -> "Cart " + r.cartId() + " belongs to another customer.";
            case OpenCartExists r ->
                "Cart " + r.cartId() + " cannot be reopened: its owner has an open cart, " + r.open()
                        + ": use that one, or merge this one into it.";
            case PurchaseLimitExceeded r -> {
                String rule =
                        "A customer may have " + r.limit() + " of " + r.sku() + ", this one has " + r.used() + ": ";
                yield rule
                        + (r.added() > 0
                                ? r.left() + " more can be added."
                                : "remove " + (r.used() - r.limit()) + " first.");
            }
            case PreconditionFailed r ->
                r.version() < 0
                        ? r.what() + " has no version yet: send the command without the condition."
                        : r.what() + " is in version " + r.version()
                                + ", which the request rules out: look at what it is now, and decide again.";
            case ChangeRefused r ->
                "Command " + r.index() + ": " + r.cause().message() + " None of the commands has changed anything.";
            case VersionNotFound r ->
                "Cart " + r.cartId() + " has no version " + r.version() + ": it is in version " + r.current()
                        + ", and earlier ones can be restored.";
            case RestorationRefused r ->
                "Version " + r.version() + " cannot be restored. " + r.cause().message();
            case AllowanceNotFound r -> "Customer " + r.customer() + " has no allowance " + r.allowance() + ".";
            case KeyReused r ->
                "Idempotency-Key \"" + r.key() + "\" has come with another request: take a new key for each request.";
        };
    }
}
