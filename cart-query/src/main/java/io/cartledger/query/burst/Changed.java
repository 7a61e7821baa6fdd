package io.cartledger.query.burst;

import io.cartledger.query.generation.ViewConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The commands behind changes of a generation.
 *
 * @param positions of all these changes, also of those of no item
 * @param commands on items, each once
 */
record Changed(Set<Long> positions, Collection<ItemCommand> commands) {

    private static final String READ = """
            select c.position, c.cart_id, c.received_at, c.causation_id, l.item_id
            from view_n.change c
            left join view_n.change_line l on l.position = c.position
            where c.position = any (?::bigint[])
            order by c.position
            """;

    /** Reads what there is at these positions. */
    static Changed at(ViewConnection view, Collection<Long> wanted) throws SQLException {
        var positions = new HashSet<Long>();
        Map<CommandId, ItemCommand> commands = new LinkedHashMap<>();
        try (PreparedStatement statement = view.prepare(READ)) {
            statement.setObject(1, wanted.toArray(Long[]::new));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    positions.add(row.getLong("position"));
                    add(commands, row);
                }
            }
        }
        return new Changed(positions, commands.values());
    }

    private static void add(Map<CommandId, ItemCommand> commands, ResultSet row) throws SQLException {
        OffsetDateTime receivedAt = row.getObject("received_at", OffsetDateTime.class);
        String itemId = row.getString("item_id");
        if (receivedAt != null && itemId != null) {
            long position = row.getLong("position");
            var item = new CartItem(row.getString("cart_id"), itemId);
            var id = new CommandId(item, receivedAt.toInstant(), command(row, position));
            commands.putIfAbsent(id, ItemCommand.changed(id, position));
        }
    }

    /** Events of early builds do not name their command: each is taken for one of its own. */
    private static UUID command(ResultSet row, long position) throws SQLException {
        UUID causation = row.getObject("causation_id", UUID.class);
        return causation == null ? new UUID(0, position) : causation;
    }
}
