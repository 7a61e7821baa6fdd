package io.cartledger.command.ledger;

import io.cartledger.cart.Sku;

/** An append was not taken, and nothing of it is written. Part of normal work and thrown often: no stack trace. */
public abstract sealed class AppendLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private AppendLostException(String message) {
        super(message, null, false, false);
    }

    /** A state that it was decided on is not the newest: decide again. */
    public static final class AggregateMovedException extends AppendLostException {

        private static final long serialVersionUID = 1L;

        private final transient AggregateKey aggregate;
        private final transient Turn turn;

        AggregateMovedException(AggregateKey aggregate) {
            this(aggregate, Turn.NONE);
        }

        private AggregateMovedException(AggregateKey aggregate, Turn turn) {
            super(aggregate + " has moved on");
            this.aggregate = aggregate;
            this.turn = turn;
        }

        AggregateMovedException toldIn(Turn turn) {
            return new AggregateMovedException(aggregate, turn);
        }

        /** The one that has begun for those who were overtaken, or {@link Turn#NONE}. */
        public Turn turn() {
            return turn;
        }
    }

    /** The key has been used: see what came of it. */
    public static final class KeyTakenException extends AppendLostException {

        private static final long serialVersionUID = 1L;

        KeyTakenException() {
            super("the key has been used");
        }
    }

    /** The owner has another open cart. */
    public static final class OpenCartTakenException extends AppendLostException {

        private static final long serialVersionUID = 1L;

        private final String cartId;

        OpenCartTakenException(String cartId) {
            super("the owner's open cart is " + cartId);
            this.cartId = cartId;
        }

        /** The other cart. */
        public String cartId() {
            return cartId;
        }
    }

    /** The customer would have too many units. */
    public static final class LimitReachedException extends AppendLostException {

        private static final long serialVersionUID = 1L;

        private final transient Sku sku;
        private final long limit;
        private final long used;
        private final int added;

        LimitReachedException(Sku sku, long limit, long used, int added) {
            super("limit of " + sku + " is reached");
            this.sku = sku;
            this.limit = limit;
            this.used = used;
            this.added = added;
        }

        /** Of which there would be too many. */
        public Sku sku() {
            return sku;
        }

        /** The limit and the customer's allowances. */
        public long limit() {
            return limit;
        }

        /** Units that the customer would have without those that were to be added. */
        public long used() {
            return used;
        }

        /** Units that were to be added. */
        public int added() {
            return added;
        }
    }
}
