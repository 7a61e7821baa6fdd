package io.cartledger.ledger;

/** The ledger holds a type or revision of event that this software does not know: a newer one wrote it. */
public final class UnknownEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param type the stable name, with its kind of aggregate where that is unknown, too */
    public UnknownEventException(String type, int revision) {
        super("event type " + type + " revision " + revision
                + " is unknown here: it was written by a newer version of the software, upgrade this one");
    }
}
