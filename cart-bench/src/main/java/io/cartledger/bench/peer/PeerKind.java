package io.cartledger.bench.peer;

/** The ways to keep carts that the service is compared with. */
public enum PeerKind {
    /** Keeps none: reads the request and answers. */
    EMPTY,
    /** One row for a line, {@code insert … on conflict do update}; with a key that row, too, in the same transaction. */
    UPSERT,
    /** The same behind {@code select … for update}. */
    FOR_UPDATE,
    /** Axon Framework with its JPA event storage engine, as it comes. */
    AXON_JPA,
    /** Axon Framework with its JDBC event storage engine, as it comes. */
    AXON_JDBC
}
