package io.cartledger.query.customer;

import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Ticket;
import io.cartledger.customer.CustomerEvent.NoteAdded;
import io.cartledger.customer.NoteText;
import io.cartledger.http.CustomerJson.NoteJson;
import io.cartledger.ledger.Origin;
import io.cartledger.ledger.Recorded;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.rows.RowSink;
import io.cartledger.query.rows.RowStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Notes about customers in the read model. A note is one event, and never changes. */
public final class NoteTable {

    private static final String NEWEST = """
            select note, added_at, actor_kind, actor, text, ticket
            from view_n.note
            where customer = ? and note <= ?
            order by note desc
            limit ?
            """;

    private static final RowStatement<Note> ADD = new RowStatement<Note>("view_n.note", """
            insert into view_n.note (customer, note, added_at, actor_kind, actor, text, ticket)
            select n.customer, n.note, n.added_at::timestamptz, n.actor_kind, n.actor, n.text, n.ticket
            from unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
              n(customer, note, added_at, actor_kind, actor, text, ticket)
            on conflict (customer, note) do nothing
            """)
            .text("customer", note -> note.added().aggregateId())
            .bigint("note", note -> note.added().sequenceNumber())
            .text("added_at", note -> note.added().recordedAt().toString())
            .text("actor_kind", note -> note.origin().actorKind())
            .text("actor", note -> note.origin().actor())
            .text("text", note -> text(note.added().event().text()))
            .text("ticket", note -> ticket(note.added().event().ticket()));

    /** A note has the key of the change that it came with. */
    private static final String ERASE = """
            update view_n.note n
            set text = null
            from view_n.change c
            where c.subject = any (?) and c.cart_id is null and c.customer = n.customer and c.version = n.note
            """;

    private static final String TEXTS = """
            select note, text
            from view_n.note
            where customer = ? and note = any (?::bigint[]) and text is not null
            """;

    private static final String DELETE = """
            delete from view_n.note
            where customer = ?
            """;

    /** A note, and who has added it. */
    public record Note(Recorded<NoteAdded> added, Origin origin) {}

    private NoteTable() {}

    /**
     * Those of a file in this version, the newest first.
     *
     * @param most how many at most
     */
    static List<NoteJson> newest(ViewConnection view, CustomerId customer, long version, int most) throws SQLException {
        try (PreparedStatement statement = view.prepare(NEWEST)) {
            statement.setString(1, customer.value());
            statement.setLong(2, version);
            statement.setInt(3, most);
            var notes = new ArrayList<NoteJson>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    notes.add(note(row));
                }
            }
            return notes;
        }
    }

    /**
     * What these notes say, of those that say anything still.
     *
     * @param notes the file's versions with which they came, as many as a page has
     */
    public static Map<Long, String> texts(ViewConnection view, CustomerId customer, Collection<Long> notes)
            throws SQLException {
        try (PreparedStatement statement = view.prepare(TEXTS)) {
            statement.setString(1, customer.value());
            statement.setObject(2, notes.toArray(Long[]::new));
            var texts = new HashMap<Long, String>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    texts.put(row.getLong("note"), row.getString("text"));
                }
            }
            return texts;
        }
    }

    /**
     * Takes out what was written about people who have been erased.
     *
     * @param subjects the names of their keys
     */
    public static void erase(ViewConnection view, Collection<UUID> subjects) throws SQLException {
        try (PreparedStatement erase = view.prepare(ERASE)) {
            erase.setArray(1, view.jdbc().createArrayOf("uuid", subjects.toArray()));
            erase.executeUpdate();
        }
    }

    /** Takes out those about a customer. */
    public static void deleteOf(ViewConnection view, CustomerId customer) throws SQLException {
        try (PreparedStatement statement = view.prepare(DELETE)) {
            statement.setString(1, customer.value());
            statement.executeUpdate();
        }
    }

    private static NoteJson note(ResultSet row) throws SQLException {
        @Nullable String text = row.getString("text");
        @Nullable String ticket = row.getString("ticket");
        return new NoteJson(
                row.getLong("note"),
                row.getObject("added_at", OffsetDateTime.class).toInstant(),
                row.getString("actor_kind"),
                row.getString("actor"),
                text == null ? null : new NoteText(text),
                ticket == null ? null : new Ticket(ticket));
    }

    /** Adds those that are not there. */
    public static void save(RowSink sink, List<Note> notes) throws SQLException {
        sink.take(ADD, notes);
    }

    private static @Nullable String text(@Nullable NoteText text) {
        return text == null ? null : text.value();
    }

    private static @Nullable String ticket(@Nullable Ticket ticket) {
        return ticket == null ? null : ticket.value();
    }
}
