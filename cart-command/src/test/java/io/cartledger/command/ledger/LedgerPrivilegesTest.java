package io.cartledger.command.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.command.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What PostgreSQL itself refuses, whatever the software asks. */
class LedgerPrivilegesTest {

    private static final String INSERT = """
            insert into ledger.event (
              position, aggregate_type, aggregate_id, sequence_number, event_id, type, revision, payload, origin,
              recorded_at)
            values (%d, 'Cart', 'a', 0, gen_random_uuid(), 'CartOpened', 1, '{}', '{}', now())
            """;

    private static TestDatabase database;

    @BeforeAll
    static void aLedgerWithOneEvent() {
        database = TestDatabase.withLedger();
        database.execute(INSERT.formatted(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    cart_command | insert into ledger.event (position) values (2)
                    cart_command | update ledger.event set payload = '{}'
                    cart_command | delete from ledger.event
                    cart_command | truncate ledger.event
                    cart_command | alter table ledger.event disable trigger all
                    cart_command | drop table ledger.event
                    cart_command | create table ledger.other (a int)
                    cart_command | insert into ledger.refusal (code) values ('x')
                    cart_command | delete from ledger.refusal
                    cart_command | update ledger.refusal_count set refusals = 1
                    cart_command | delete from work.snapshot
                    cart_command | truncate work.snapshot
                    cart_view    | update work.snapshot set version = 1
                    cart_view    | select principal from ledger.command_key
                    cart_view    | delete from ledger.command_key
                    cart_reader  | select * from work.snapshot
                    cart_reader  | select ledger.record_refusals('[]', '[]')
                    cart_reader  | select ledger.purge_refusals('1 day', 1)
                    cart_view    | insert into ledger.event (position) values (2)
                    cart_view    | update ledger.event set payload = '{}'
                    cart_view    | delete from ledger.event
                    cart_view    | truncate ledger.event
                    cart_view    | select ledger.append(0, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', 1)
                    cart_command | lock table ledger.append_lock in exclusive mode
                    cart_reader  | lock table ledger.append_lock in access share mode
                    cart_reader  | lock table ledger.event in exclusive mode
                    cart_reader  | delete from ledger.event
                    cart_reader  | truncate ledger.event
                    cart_reader  | select ledger.append(0, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', 1)
                    """)
    void noRoleThatRunsMayTouchTheLedger(String role, String statement) {
        assertSqlState("42501", () -> execute(role, statement));
    }

    @Test
    void notEvenTheOwnerCanGiveASequenceNumberTwice() {
        assertSqlState("23505", () -> execute("cart_owner", INSERT.formatted(2)));
    }

    @Test
    void notEvenTheOwnerCanGiveAPositionTwice() {
        assertSqlState("23505", () -> execute("cart_owner", INSERT.formatted(1).replace("'a'", "'b'")));
    }

    @ParameterizedTest
    @CsvSource({"cart_command", "cart_view", "cart_reader"})
    void everyRoleMayRead(String role) throws SQLException {
        try (Connection connection = database.as(role).getConnection();
                var rows = connection.createStatement().executeQuery("select count(*) from ledger.event")) {
            rows.next();

            assertThat(rows.getLong(1)).isEqualTo(1);
        }
    }

    @Test
    void aConnectionFallsBackToItsRole() throws SQLException {
        try (Connection connection = database.as("cart_command").getConnection();
                var statement = connection.createStatement()) {
            statement.execute("reset role");

            assertSqlState("42501", () -> statement.execute("delete from ledger.event"));
        }
    }

    private static void execute(String role, String sql) throws SQLException {
        try (Connection connection = database.as(role).getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false); // a lock is only taken in a transaction
            statement.execute(sql);
            connection.commit();
        }
    }

    private static void assertSqlState(String state, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
    }
}
