package io.cartledger.query.past;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartId;
import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import io.cartledger.query.past.Moment.At;
import io.cartledger.query.past.Moment.InVersion;
import io.cartledger.query.past.Moment.Now;
import io.cartledger.query.past.PastCart.Found;
import io.cartledger.query.past.PastCart.Missing;
import java.util.Map;
import java.util.OptionalLong;

/** Single carts as they were. Any thread may use it. */
final class PastCarts {

    /** Of versions and of positions; one less than the greatest, as -1 is a version, too. */
    private static final long ALL = Long.MAX_VALUE - 1;

    private final CartEventPages events;

    PastCarts(CartEventPages events) {
        this.events = events;
    }

    /**
     * The cart at this moment. Whose it is now decides whether it is there for the caller, not whose it was: a guest does
     * not see the past of a cart that a customer has claimed, and the customer does.
     */
    PastCart find(CartId cartId, Caller caller, Moment moment) {
        OptionalLong upTo = moment instanceof At at ? events.positionAt(at) : OptionalLong.of(ALL);
        if (upTo.isEmpty()) {
            return new Missing(notPast((At) moment));
        }
        long version = moment instanceof InVersion wanted ? Math.min(wanted.version(), ALL) : ALL;
        Found then = foldOn(cartId, Found.NOTHING, version, upTo.getAsLong());
        // To whom every cart is open, its first version tells enough.
        Found now = foldOn(cartId, then, caller.isTrusted() ? 0 : ALL, ALL);
        if (!now.cart().exists() || !caller.mayUse(now.cart())) {
            return new Missing(Problem.of(ProblemType.CART_NOT_FOUND, "There is no cart " + cartId + ".", "cartId"));
        }
        return switch (moment) {
            case InVersion wanted
            when then.version() < wanted.version() -> new Missing(versionNotFound(cartId, wanted, then.version()));
            case At at when !then.cart().exists() -> new Missing(notOpened(cartId, at));
            case InVersion _, At _, Now _ -> then;
        };
    }

    /** As this and the events that follow make it, up to a version and a position. */
    private Found foldOn(CartId cartId, Found from, long version, long upTo) {
        Found cart = from;
        for (Recorded<Written> event : events.ofCart(cartId, from.version(), version, upTo)) {
            cart = cart.apply(event);
        }
        return cart;
    }

    /** The instant is none of which everything is known. */
    static Problem notPast(At at) {
        return Problem.of(
                ProblemType.INSTANT_NOT_PAST,
                at.field() + " must be past, was " + at.instant()
                        + ": what will have happened by then is not known yet.",
                at.field());
    }

    private static Problem versionNotFound(CartId cartId, InVersion wanted, long current) {
        return Problem.of(
                        ProblemType.VERSION_NOT_FOUND,
                        "Cart " + cartId + " has no version " + wanted.version() + ": it is in version " + current
                                + ".",
                        wanted.field())
                .with(Map.of("currentVersion", current));
    }

    private Problem notOpened(CartId cartId, At at) {
        Found opened = foldOn(cartId, Found.NOTHING, 0, ALL);
        return Problem.of(
                        ProblemType.CART_NOT_OPENED_YET,
                        "Cart " + cartId + " was opened at " + opened.recordedAt() + ": at " + at.instant()
                                + " there was no such cart yet.",
                        at.field())
                .with(Map.of("openedAt", opened.recordedAt()));
    }
}
