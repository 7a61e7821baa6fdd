package io.cartledger.command.testing;

import io.cartledger.command.ledger.Ledger;
import io.cartledger.ledger.Seals;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import javax.sql.DataSource;

/** A ledger with the settings of most tests. */
public final class TestLedger {

    private static final Ledger.Settings SETTINGS = new Ledger.Settings(Duration.ofDays(30), 1_000);

    private TestLedger() {}

    /** What is personal in it is sealed with keys of its own. */
    public static Ledger on(DataSource dataSource) {
        return on(dataSource, new TestSeals());
    }

    /** What is personal in it is sealed with these. */
    public static Ledger on(DataSource dataSource, Seals seals) {
        return on(dataSource, seals, new SimpleMeterRegistry());
    }

    /** What it does is counted here. */
    public static Ledger on(DataSource dataSource, MeterRegistry meters) {
        return on(dataSource, new TestSeals(), meters);
    }

    private static Ledger on(DataSource dataSource, Seals seals, MeterRegistry meters) {
        return new Ledger(dataSource, dataSource, position -> {}, seals, SETTINGS, meters);
    }
}
