package io.cartledger.query.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Ticket;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.customer.CustomerEvent.NoteAdded;
import io.cartledger.customer.CustomerEvents;
import io.cartledger.customer.NoteText;
import io.cartledger.http.CustomerJson.NoteJson;
import io.cartledger.ledger.Origin;
import io.cartledger.ledger.Origin.Source;
import io.cartledger.ledger.Recorded;
import io.cartledger.query.customer.NoteTable.Note;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.GenerationSchema;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.rows.RowSink;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class NoteTableTest {

    private static final Generation GENERATION = new Generation(1, Generation.FOLD_REVISION, Generation.State.COMPLETE);

    private static final CustomerId CUSTOMER = new CustomerId("4421");
    private static final Instant AT = Instant.parse("2026-11-24T10:15:30.123456Z");

    private final DataSource view = TestDatabase.withLedger().as("cart_view");

    @BeforeEach
    void makeTables() throws SQLException {
        new GenerationSchema(view).migrate(Generation.FOLD_REVISION);
    }

    @Test
    void aNoteSaysWhoAddedItAndWhen() throws SQLException {
        save(note("4421", 3, "Call\nback", new Ticket("T-1")), note("4421", 4, "Called", null));

        assertThat(newest(4, 100))
                .containsExactly(
                        new NoteJson(4, AT, "support", "anna", new NoteText("Called"), null),
                        new NoteJson(3, AT, "support", "anna", new NoteText("Call\nback"), new Ticket("T-1")));
    }

    @Test
    void theNewestOfACustomerAreReadAndNoneOfALaterVersion() throws SQLException {
        for (long number : LongStream.range(0, 12).toArray()) {
            save(note("4421", number, "N-" + number, null), note("4422", number, "Of somebody else", null));
        }

        assertThat(newest(10, 3)).extracting(NoteJson::note).containsExactly(10L, 9L, 8L);
        assertThat(newest(-1, 3)).isEmpty();
    }

    @Test
    void aNoteThatComesAgainIsThereOnce() throws SQLException {
        save(note("4421", 0, "Called", null), note("4421", 1, "Called", null));

        save(note("4421", 1, "Called", null), note("4421", 2, "Called", null));

        assertThat(newest(9, 9)).extracting(NoteJson::note).containsExactly(2L, 1L, 0L);
    }

    @Test
    void whatWasWrittenAboutWhoeverIsErasedIsTakenOut() throws SQLException {
        save(note("4421", 0, "Called", null), note("4422", 0, "Called", null));
        UUID erased = changeOf("4421", 1);
        changeOf("4422", 2);

        try (Connection connection = view.getConnection()) {
            NoteTable.erase(new ViewConnection(connection, GENERATION), List.of(erased));
        }

        assertThat(newest(9, 9)).extracting(NoteJson::text).containsExactly((NoteText) null);
        assertThat(JdbcClient.create(view)
                        .sql("select text from view_1.note where customer = '4422'")
                        .query(String.class)
                        .single())
                .isEqualTo("Called");
    }

    /** @return the name of the key that it was sealed with */
    private UUID changeOf(String customer, long position) {
        UUID subject = UUID.randomUUID();
        JdbcClient.create(view).sql("""
                        insert into view_1.change (position, customer, version, type, recorded_at, subject)
                        values (?, ?, 0, 'NoteAdded', now(), ?)
                        """).params(position, customer, subject).update();
        return subject;
    }

    private static Note note(String customer, long number, String text, @Nullable Ticket ticket) {
        var added = new Recorded<>(
                number + 1,
                CustomerEvents.AGGREGATE_TYPE,
                customer,
                number,
                UUID.randomUUID(),
                AT,
                "{}",
                new NoteAdded(new NoteText(text), ticket));
        return new Note(
                added, new Origin("support", AT, "support", "anna", null, null, null, null, null, null, Source.NONE));
    }

    private void save(Note first, Note second) throws SQLException {
        try (Connection connection = view.getConnection()) {
            NoteTable.save(RowSink.into(new ViewConnection(connection, GENERATION)), List.of(first, second));
        }
    }

    private List<NoteJson> newest(long version, int most) throws SQLException {
        try (Connection connection = view.getConnection()) {
            return NoteTable.newest(new ViewConnection(connection, GENERATION), CUSTOMER, version, most);
        }
    }
}
