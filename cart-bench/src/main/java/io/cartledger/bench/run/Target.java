package io.cartledger.bench.run;

import io.cartledger.bench.peer.PeerKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is compared: each a process and a database of its own. */
public enum Target {
    /** The service, with all that it has in production. */
    CARTLEDGER("Cartledger", null, true),
    /** The service without what a plain peer does not have: tokens, keys, rate limits, access log. */
    CARTLEDGER_PLAIN("Cartledger, plain", null, false),
    /** A handler that does nothing, within the service's node: behind the same security, filters and access log. */
    EMPTY("empty handler", PeerKind.EMPTY, true),
    /** A handler that does nothing, on the bare HTTP stack. */
    EMPTY_PLAIN("empty handler, plain", PeerKind.EMPTY, false),
    /** The upsert, behind the same security, with a key. */
    UPSERT("upsert", PeerKind.UPSERT, true),
    /** The upsert on the bare HTTP stack. */
    UPSERT_PLAIN("upsert, plain", PeerKind.UPSERT, false),
    /** Lock and upsert, behind the same security, with a key. */
    FOR_UPDATE("select for update", PeerKind.FOR_UPDATE, true),
    /** Lock and upsert on the bare HTTP stack. */
    FOR_UPDATE_PLAIN("select for update, plain", PeerKind.FOR_UPDATE, false),
    /** Axon's JPA engine, behind the same security, with a key. */
    AXON_JPA("Axon, JPA", PeerKind.AXON_JPA, true),
    /** Axon's JPA engine on the bare HTTP stack. */
    AXON_JPA_PLAIN("Axon, JPA, plain", PeerKind.AXON_JPA, false),
    /** Axon's JDBC engine, behind the same security, with a key. */
    AXON_JDBC("Axon, JDBC", PeerKind.AXON_JDBC, true),
    /** Axon's JDBC engine on the bare HTTP stack. */
    AXON_JDBC_PLAIN("Axon, JDBC, plain", PeerKind.AXON_JDBC, false);

    private final String label;
    private final @Nullable PeerKind peer;
    private final boolean secured;

    Target(String label, @Nullable PeerKind peer, boolean secured) {
        this.label = label;
        this.peer = peer;
        this.secured = secured;
    }

    /** For tables. */
    public String label() {
        return label;
    }

    /** Null for the service itself. */
    @Nullable
    PeerKind peer() {
        return peer;
    }

    /** Whether requests need a token, and adds have a key. */
    public boolean secured() {
        return secured;
    }

    /** Its own. */
    public String database() {
        return "bench_" + name().toLowerCase(Locale.ROOT);
    }
}
