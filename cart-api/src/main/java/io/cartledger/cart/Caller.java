package io.cartledger.cart;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a command or asks.
 *
 * @param subject who it is among its kind, as whoever vouches for it says
 * @param guest the guest that a customer was before they said who they are, if the request proves it, or null
 */
public record Caller(Kind kind, String subject, @Nullable GuestId guest) {

    /** In what capacity somebody acts. */
    public enum Kind {
        /** Somebody who shops and is known; reaches their own carts. */
        CUSTOMER,
        /** Somebody who shops and is not known; likewise. */
        GUEST,
        /** Software that the shop trusts with every cart. */
        BACK_END,
        /** People who help customers; may look at and change every cart. */
        SUPPORT,
        /** People who study what has happened; may look at every cart. */
        ANALYST,
        /** People who run the service. */
        ADMIN,
        /** This service itself. */
        SYSTEM
    }

    /** Somebody who is known as nobody else. */
    public Caller(Kind kind, String subject) {
        this(kind, subject, null);
    }

    /** This service itself, as a part of it that does something on its own. */
    public static Caller system(String part) {
        return new Caller(Kind.SYSTEM, part);
    }

    /** The owner that somebody who shops is; empty for everybody else. */
    public Optional<Owner> owner() {
        return switch (kind) {
            case CUSTOMER -> Optional.of(new CustomerId(subject));
            case GUEST -> Optional.of(new GuestId(subject));
            case BACK_END, SUPPORT, ANALYST, ADMIN, SYSTEM -> Optional.empty();
        };
    }

    /** Whether every cart is open to them, and not just their own. */
    public boolean isTrusted() {
        return owner().isEmpty();
    }

    /** Whether this cart is open to them. */
    public boolean mayUse(CartState cart) {
        return isTrusted() || owner().equals(Optional.ofNullable(cart.owner()));
    }

    /** Whether carts open for them under identifiers that they choose, for whom they say. */
    public boolean mayChooseCarts() {
        return kind == Kind.BACK_END;
    }

    /** Whether they may make this cart a customer's: trusted callers, and the customer who was its guest. */
    public boolean mayClaim(CartState cart) {
        return mayUse(cart) || (guest != null && guest.equals(cart.owner()));
    }

    /** Whether they are told what is personal: from where somebody has come, and what was written about them. */
    public boolean maySeePersonal() {
        return kind == Kind.SUPPORT;
    }

    /** The kind in lower case, for example {@code back-end}. */
    public String kindName() {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Tells callers of all kinds apart, for example {@code customer/4421}. */
    public String principal() {
        return kindName() + "/" + subject;
    }
}
