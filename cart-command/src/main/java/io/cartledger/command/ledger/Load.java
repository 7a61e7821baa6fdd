package io.cartledger.command.ledger;

/**
 * What is to be read of an aggregate: the events behind one, and before them perhaps a snapshot, in place of those up to it.
 *
 * @param after a sequence number; -1 for the first event and all behind it
 * @param foldRevision that of the fold whose snapshots are of use; 0 if none is
 */
record Load(AggregateKey aggregate, long after, int foldRevision) {

    /** All that tells its state, in the shortest way. */
    static Load whole(AggregateKey aggregate) {
        return new Load(aggregate, -1, States.revision(aggregate));
    }

    /** The events behind one. */
    static Load behind(AggregateKey aggregate, long sequenceNumber) {
        return new Load(aggregate, sequenceNumber, 0);
    }

    /** What costs as much as one that is not there: no aggregate has this identifier. */
    static Load ofNone(String aggregateType) {
        return whole(new AggregateKey(aggregateType, ""));
    }

    boolean takesSnapshot() {
        return foldRevision > 0;
    }

    Load withoutSnapshot() {
        return behind(aggregate, after);
    }
}
