package io.cartledger.cart;

/** What became of a command that was decided. */
public sealed interface Outcome {

    /** @param cart the cart after the command */
    record Changed(CartState cart) implements Outcome {}

    /**
     * There was nothing to do, which is a success.
     *
     * @param cart the cart as it was and is
     */
    record Unchanged(CartState cart) implements Outcome {}

    /** The cart said no, and is as it was. */
    record Refused(Refusal refusal) implements Outcome {}
}
