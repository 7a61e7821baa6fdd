package io.cartledger.command.ledger;

/**
 * Which aggregate, of all kinds. Axon reads, locks and caches by one string alone, so the kind is part of it.
 *
 * @param type the kind as the ledger names it, for example {@code Cart}; without a slash
 * @param id the identifier among its kind
 */
public record AggregateKey(String type, String id) {

    /** @throws IllegalArgumentException if the text is not what {@link #toString()} gives */
    public static AggregateKey parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1) {
            throw new IllegalArgumentException("an aggregate's key is type/id, was " + text);
        }
        return new AggregateKey(text.substring(0, slash), text.substring(slash + 1));
    }

    /** For example {@code Cart/c-1}. */
    @Override
    public String toString() {
        return type + "/" + id;
    }
}
