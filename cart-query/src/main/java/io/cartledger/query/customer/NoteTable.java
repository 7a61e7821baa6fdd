package io.cartledger.query.customer;

import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Ticket;
import io.cartledger.customer.CustomerEvent.NoteAdded;
import io.cartledger.customer.NoteText;
import io.cartledger.http.CustomerJson.NoteJson;
import io.cartledger.ledger.Recorded;
import io.cartledger.query.rows.RowStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Notes about customers in the read model. A note is one event, and never changes. */
public final class NoteTable {

    private static final String NEWEST = """
            select note, added_at, actor_kind, actor, text, ticket
            from view_1.note
            where customer = ? and note <= ?
            order by note desc
            limit ?
            """;

    private static final RowStatement<Recorded<NoteAdded>> ADD = new RowStatement<Recorded<NoteAdded>>("""
            insert into view_1.note (customer, note, added_at, actor_kind, actor, text, ticket)
            select n.customer, n.note, n.added_at::timestamptz, o.origin ->> 'actorKind', o.origin ->> 'actor', n.text, n.ticket
            from unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[])
              n(customer, note, added_at, text, ticket, origin)
            cross join lateral (select n.origin::jsonb) o(origin)
            on conflict (customer, note) do nothing
            """)
            .text(Recorded::aggregateId)
            .bigint(Recorded::sequenceNumber)
            .text(note -> note.recordedAt().toString())
            .text(note -> text(note.event().text()))
            .text(note -> ticket(note.event().ticket()))
            .text(Recorded::origin);

    /** A note has the key of the change that it came with. */
    private static final String ERASE = """
            update view_1.note n
            set text = null
            from view_1.change c
            where c.subject = any (?) and c.cart_id is null and c.customer = n.customer and c.version = n.note
            """;

    private NoteTable() {}

    /**
     * Those of a file in this version, the newest first.
     *
     * @param most how many at most
     */
    static List<NoteJson> newest(Connection connection, CustomerId customer, long version, int most)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NEWEST)) {
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
     * Takes out what was written about people who have been erased.
     *
     * @param subjects the names of their keys
     */
    public static void erase(Connection connection, Collection<UUID> subjects) throws SQLException {
        try (PreparedStatement erase = connection.prepareStatement(ERASE)) {
            erase.setArray(1, connection.createArrayOf("uuid", subjects.toArray()));
            erase.executeUpdate();
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
    public static void save(Connection connection, List<Recorded<NoteAdded>> notes) throws SQLException {
        ADD.execute(connection, notes);
    }

    private static @Nullable String text(@Nullable NoteText text) {
        return text == null ? null : text.value();
    }

    private static @Nullable String ticket(@Nullable Ticket ticket) {
        return ticket == null ? null : ticket.value();
    }
}
