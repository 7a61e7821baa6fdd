package io.cartledger.query.burst;

import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.rows.RowStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The commands that are kept of bursts. From where they came is in the clear here, so that it can be searched for, and is
 * taken out when that person is erased.
 */
final class BurstCommandTable {

    /** Kept of each burst, the first ones; the others are only counted. */
    static final int MOST_COMMANDS = 100;

    private static final RowStatement<Moved> MOVE = new RowStatement<Moved>("view.burst_command", """
            update view.burst_command c
            set burst = n.into_burst
            from unnest(?::bigint[], ?::bigint[]) n(burst, into_burst)
            where c.burst = n.burst
            """)
            .bigint("burst", Moved::burst)
            .bigint("into_burst", Moved::into);

    private static final RowStatement<Member> ADD_CHANGED = new RowStatement<Member>("view.burst_command", """
            insert into view.burst_command (
              burst, received_at, command, outcome, position, version, customer, channel, actor_kind, actor, client,
              request_id, causation_id, idempotency_key, ip, session, user_agent, address_hashed, session_hashed, subject)
            select
              n.burst, n.received_at::timestamptz, n.command::uuid, 'changed', n.position, c.version, c.customer, c.channel,
              c.actor_kind, c.actor, c.client, c.request_id, c.causation_id, c.idempotency_key, c.ip, c.session,
              c.user_agent, false, false, c.subject
            from unnest(?::bigint[], ?::text[], ?::text[], ?::bigint[]) n(burst, received_at, command, position)
            left join view_n.change c on c.position = n.position
            """)
            .bigint("burst", Member::burst)
            .text("received_at", Member::receivedAt)
            .text("command", Member::name)
            .bigint("position", member -> member.command().position());

    private static final RowStatement<Member> ADD_REFUSED = new RowStatement<Member>("view.burst_command", """
            insert into view.burst_command (
              burst, received_at, command, outcome, customer, actor_kind, actor, client, request_id,
              address_hashed, session_hashed)
            select
              n.burst, n.received_at::timestamptz, n.command::uuid, n.outcome, n.customer, n.actor_kind, n.actor, n.client,
              n.request_id, true, n.session_hashed
            from unnest(
              ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
              ?::boolean[])
              n(burst, received_at, command, outcome, customer, actor_kind, actor, client, request_id, session_hashed)
            """)
            .bigint("burst", Member::burst)
            .text("received_at", Member::receivedAt)
            .text("command", Member::name)
            .text("outcome", member -> member.command().code())
            .text("customer", member -> member.told(Refused::customer))
            .text("actor_kind", member -> member.told(Refused::actorKind))
            .text("actor", member -> member.told(Refused::actor))
            .text("client", member -> member.told(Refused::client))
            .text("request_id", member -> member.told(Refused::requestId))
            .bool("session_hashed", Member::sessionHashed);

    private static final String TRIM = """
            delete from view.burst_command c
            using (
              select k.burst, k.received_at, k.command,
                row_number() over (partition by k.burst order by k.received_at, k.command) as nth
              from view.burst_command k
              where k.burst = any (?::bigint[])
            ) n
            where n.nth > ? and c.burst = n.burst and c.received_at = n.received_at and c.command = n.command
            """;

    private static final String ERASE = """
            update view.burst_command
            set ip = null, session = null, user_agent = null
            where subject = any (?::uuid[])
            """;

    private BurstCommandTable() {}

    private record Moved(long burst, long into) {}

    /** @param refused tells more of it; null if it changed the item, and if what was known of its refusal is forgotten */
    private record Member(
            long burst, ItemCommand command, @Nullable Refused refused) {

        String receivedAt() {
            return command.id().receivedAt().toString();
        }

        String name() {
            return command.id().command().toString();
        }

        @Nullable
        String told(Function<Refused, @Nullable String> detail) {
            return refused == null ? null : detail.apply(refused);
        }

        boolean sessionHashed() {
            return refused != null && refused.sessionHashed();
        }
    }

    /** Moves the commands of bursts that become parts of others, which must be there. */
    static void move(ViewConnection view, List<Chain> chains) throws SQLException {
        List<Moved> moved = chains.stream()
                .flatMap(chain -> chain.others().stream()
                        .map(other -> new Moved(
                                other.burst(), chain.bursts().getFirst().burst())))
                .toList();
        MOVE.execute(view, moved);
    }

    /**
     * Adds those that were in no burst.
     *
     * @param numbers of the bursts that the chains are
     * @param refused tells more of those that were refused or replayed, by the numbers of these rows
     */
    static void add(ViewConnection view, Map<Chain, Long> numbers, Map<Long, Refused> refused) throws SQLException {
        List<Member> members = numbers.entrySet().stream()
                .flatMap(chain -> chain.getKey().commands().stream()
                        .map(command -> new Member(chain.getValue(), command, refused.get(command.refusalId()))))
                .toList();
        ADD_CHANGED.execute(
                view,
                members.stream().filter(member -> member.command().isChanged()).toList());
        ADD_REFUSED.execute(
                view,
                members.stream().filter(member -> !member.command().isChanged()).toList());
    }

    /** Forgets all but the first {@link #MOST_COMMANDS} of each of these bursts. */
    static void trim(Connection view, List<Long> bursts) throws SQLException {
        if (!bursts.isEmpty()) {
            try (PreparedStatement statement = view.prepareStatement(TRIM)) {
                statement.setObject(1, bursts.toArray(Long[]::new));
                statement.setInt(2, MOST_COMMANDS);
                statement.executeUpdate();
            }
        }
    }

    /** Takes out from where these subjects have sent their commands. */
    static void erase(Connection view, Collection<UUID> subjects) throws SQLException {
        try (PreparedStatement statement = view.prepareStatement(ERASE)) {
            statement.setObject(1, subjects.toArray(UUID[]::new));
            statement.executeUpdate();
        }
    }
}
