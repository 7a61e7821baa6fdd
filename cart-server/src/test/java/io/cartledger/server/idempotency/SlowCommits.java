package io.cartledger.server.idempotency;

import static org.awaitility.Awaitility.await;

import io.cartledger.command.testing.TestDatabase;
import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Holds appends up in the middle of their commit: a deferred trigger of the owner runs there. */
final class SlowCommits {

    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String INSTALL = """
            create schema slow;
            create table slow.held ();
            create function slow.hold() returns trigger language plpgsql security definer as $$
            begin
              while exists (select from slow.held) loop
                perform pg_sleep(0.05);
              end loop;
              return null;
            end $$;
            create constraint trigger hold
              after insert on ledger.event
              deferrable initially deferred
              for each row execute function slow.hold();
            """;

    private static final String IN_COMMIT = """
            select pid
            from pg_stat_activity
            where datname = current_database()
              and application_name = 'cartledger writer'
              and wait_event = 'PgSleep'
            """;

    private final TestDatabase database;
    private final JdbcClient sql;

    /** @param database that a server has migrated */
    SlowCommits(TestDatabase database) {
        this.database = database;
        this.sql = JdbcClient.create(database.as("postgres"));
        database.execute(INSTALL);
    }

    /** Whatever commits from now on stays in it. */
    void hold() {
        database.execute("insert into slow.held default values");
    }

    /** Lets go of what is held; what comes after it goes through as well. */
    void release() {
        database.execute("delete from slow.held");
    }

    /** Waits until an append is held, and ends it; what comes after it goes through. */
    void end(String function) {
        long backend = await().atMost(PATIENCE)
                .pollInterval(OFTEN)
                .until(this::heldBackend, Optional::isPresent)
                .orElseThrow();
        // At once, so that what is held cannot slip out in between.
        database.execute("begin; select %s(%d); delete from slow.held; commit".formatted(function, backend));
    }

    private Optional<Long> heldBackend() {
        return sql.sql(IN_COMMIT).query(Long.class).optional();
    }
}
