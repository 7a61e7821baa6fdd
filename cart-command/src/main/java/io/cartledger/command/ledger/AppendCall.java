package io.cartledger.command.ledger;

import io.cartledger.cart.Excess;
import io.cartledger.cart.Sku;
import io.cartledger.command.ledger.Append.NewEvent;
import io.cartledger.command.ledger.Append.Stream;
import io.cartledger.command.ledger.AppendLostException.AggregateMovedException;
import io.cartledger.command.ledger.AppendLostException.KeyTakenException;
import io.cartledger.command.ledger.AppendLostException.LimitReachedException;
import io.cartledger.command.ledger.AppendLostException.OpenCartTakenException;
import io.cartledger.command.ledger.Moves.AllowanceMove;
import io.cartledger.command.ledger.Moves.LimitMove;
import io.cartledger.command.ledger.Moves.OpenCartMove;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One call of {@code ledger.append}: a batch laid out as columns, and the answer read back. */
final class AppendCall {

    /** Both in one transaction and one round trip. */
    private static final String SQL = """
            select set_config('lock_timeout', ?, true);

            select head, recorded_at, verdicts
            from ledger.append(
              ?, ?, ?,
              ?, ?, ?, ?, ?,
              ?, ?, ?, ?, ?, ?, ?,
              ?, ?, ?, ?, ?, ?, ?, ?,
              ?, ?, ?, ?, ?,
              ?, ?, ?, ?, ?, ?, ?, ?,
              ?, ?, ?, ?, ?,
              ?)
            """;

    /** Shorter than a connection waits for any answer, or nobody would hear that nothing was written. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);

    private static final JsonMapper JSON = new JsonMapper();

    private record KeyName(String principal, String key) {}

    private record Account(String customer, String sku) {}

    private final Columns columns = new Columns();

    // By what is the same in several members; PostgreSQL counts from 1.
    private final Map<AggregateKey, Integer> aggregates = new HashMap<>();
    private final Map<KeyName, Integer> keys = new HashMap<>();
    private final Map<String, Integer> owners = new HashMap<>();
    private final Map<Account, Integer> accounts = new HashMap<>();

    private final List<@Nullable String> aggregateType = columns.add(String[]::new);
    private final List<@Nullable String> aggregateId = columns.add(String[]::new);

    private final List<@Nullable Integer> streamMember = columns.add(Integer[]::new);
    private final List<@Nullable Integer> streamAggregate = columns.add(Integer[]::new);
    private final List<@Nullable String> streamDecidedOn = columns.add(String[]::new);
    private final List<@Nullable String> streamLeaves = columns.add(String[]::new);
    private final List<@Nullable Integer> streamEvents = columns.add(Integer[]::new);

    private final List<@Nullable Integer> eventStream = columns.add(Integer[]::new);
    private final List<@Nullable Integer> eventNth = columns.add(Integer[]::new);
    private final List<@Nullable String> eventId = columns.add(String[]::new);
    private final List<@Nullable String> eventType = columns.add(String[]::new);
    private final List<@Nullable Short> eventRevision = columns.add(Short[]::new);
    private final List<@Nullable String> eventPayload = columns.add(String[]::new);
    private final List<@Nullable String> eventOrigin = columns.add(String[]::new);

    private final List<@Nullable Integer> keyMember = columns.add(Integer[]::new);
    private final List<@Nullable Integer> keyFirst = columns.add(Integer[]::new);
    private final List<@Nullable String> keyPrincipal = columns.add(String[]::new);
    private final List<@Nullable String> keyText = columns.add(String[]::new);
    private final List<@Nullable String> keyFingerprint = columns.add(String[]::new);
    private final List<@Nullable Integer> keyStream = columns.add(Integer[]::new);
    private final List<@Nullable Long> keyVersion = columns.add(Long[]::new);
    private final List<@Nullable String> keyEffects = columns.add(String[]::new);

    private final List<@Nullable String> owner = columns.add(String[]::new);
    private final List<@Nullable Integer> placeMember = columns.add(Integer[]::new);
    private final List<@Nullable Integer> placeOwner = columns.add(Integer[]::new);
    private final List<@Nullable String> placeCart = columns.add(String[]::new);
    private final List<@Nullable String> placeKind = columns.add(String[]::new);

    private final List<@Nullable String> accountCustomer = columns.add(String[]::new);
    private final List<@Nullable String> accountSku = columns.add(String[]::new);
    private final List<@Nullable Integer> useMember = columns.add(Integer[]::new);
    private final List<@Nullable Integer> useAccount = columns.add(Integer[]::new);
    private final List<@Nullable Integer> useOpen = columns.add(Integer[]::new);
    private final List<@Nullable Integer> useOrdered = columns.add(Integer[]::new);
    private final List<@Nullable Integer> useLimit = columns.add(Integer[]::new);
    private final List<@Nullable Boolean> useChecked = columns.add(Boolean[]::new);

    private final List<@Nullable Integer> allowanceMember = columns.add(Integer[]::new);
    private final List<@Nullable String> allowanceCustomer = columns.add(String[]::new);
    private final List<@Nullable String> allowanceSku = columns.add(String[]::new);
    private final List<@Nullable String> allowanceUntil = columns.add(String[]::new);
    private final List<@Nullable Integer> allowanceUnits = columns.add(Integer[]::new);

    private final List<Append> batch;

    private AppendCall(List<Append> batch) {
        this.batch = batch;
        for (int i = 0; i < batch.size(); i++) {
            addMember(i + 1, batch.get(i));
        }
    }

    /**
     * Runs it in the connection's own transaction: autocommit, so that the answer means committed.
     *
     * @param deadline until when it waits for the appends before it
     */
    static List<AppendResult> execute(Connection connection, List<Append> batch, Duration period, Deadline deadline)
            throws SQLException {
        return new AppendCall(batch).execute(connection, period, deadline);
    }

    private void addMember(int member, Append append) {
        append.streams().forEach(stream -> addStream(member, stream));
        if (append.key() != null) {
            addKey(member, append, append.key());
        }
        append.moves().openCarts().forEach(move -> addPlace(member, move));
        append.moves().limitUse().forEach(move -> addUse(member, move));
        append.moves().allowances().forEach(move -> addAllowance(member, move));
    }

    private void addStream(int member, Stream stream) {
        String decidedOn =
                stream.decidedOn() == null ? null : stream.decidedOn().toString();
        streamMember.add(member);
        streamAggregate.add(number(aggregates, stream.aggregate(), aggregate -> {
            aggregateType.add(aggregate.type());
            aggregateId.add(aggregate.id());
        }));
        streamDecidedOn.add(decidedOn);
        streamLeaves.add(
                stream.events().isEmpty()
                        ? decidedOn
                        : stream.events().getLast().eventId().toString());
        streamEvents.add(stream.events().size());
        int nth = 1;
        for (NewEvent event : stream.events()) {
            addEvent(nth++, event);
        }
    }

    private static <T> int number(Map<T, Integer> numbers, T of, Consumer<T> whenNew) {
        return numbers.computeIfAbsent(of, fresh -> {
            whenNew.accept(fresh);
            return numbers.size() + 1;
        });
    }

    private void addEvent(int nth, NewEvent event) {
        eventStream.add(streamMember.size());
        eventNth.add(nth);
        eventId.add(event.eventId().toString());
        eventType.add(event.written().type());
        eventRevision.add((short) event.written().revision());
        eventPayload.add(event.written().json());
        eventOrigin.add(event.origin());
    }

    private void addKey(int member, Append append, CommandKey key) {
        keyMember.add(member);
        keyFirst.add(keys.computeIfAbsent(new KeyName(key.principal(), key.key()), first -> keyMember.size()));
        keyPrincipal.add(key.principal());
        keyText.add(key.key());
        keyFingerprint.add(key.fingerprint());
        keyStream.add(streamMember.size());
        keyVersion.add(append.streams().getLast().versionAfter());
        keyEffects.add(JSON.writeValueAsString(append.effects()));
    }

    private void addPlace(int member, OpenCartMove move) {
        placeMember.add(member);
        placeOwner.add(number(owners, move.owner(), owner::add));
        placeCart.add(move.cartId());
        placeKind.add(move.kind().name());
    }

    private void addUse(int member, LimitMove move) {
        useMember.add(member);
        useAccount.add(number(accounts, new Account(move.customer(), move.sku()), account -> {
            accountCustomer.add(account.customer());
            accountSku.add(account.sku());
        }));
        useOpen.add(move.open());
        useOrdered.add(move.ordered());
        useLimit.add(move.limit());
        useChecked.add(move.checked());
    }

    private void addAllowance(int member, AllowanceMove move) {
        allowanceMember.add(member);
        allowanceCustomer.add(move.customer());
        allowanceSku.add(move.sku());
        allowanceUntil.add(move.until().toString());
        allowanceUnits.add(move.units());
    }

    private List<AppendResult> execute(Connection connection, Duration period, Deadline deadline) throws SQLException {
        try (PreparedStatement call = connection.prepareStatement(SQL)) {
            call.setString(1, waitUntil(deadline));
            call.setInt(2, batch.size());
            int next = columns.bind(call, 3);
            call.setLong(next, period.toSeconds());
            call.execute();
            call.getMoreResults();
            try (ResultSet answer = call.getResultSet()) {
                answer.next();
                return results(answer);
            }
        }
    }

    /** @throws OutcomeUnknownException if the answer cannot be understood: it is committed by then */
    private List<AppendResult> results(ResultSet answer) throws SQLException {
        try {
            return results(
                    answer.getLong("head"),
                    answer.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                    verdicts(answer.getString("verdicts")));
        } catch (RuntimeException e) {
            throw new OutcomeUnknownException(e);
        }
    }

    /** For how long PostgreSQL may wait for the appends before: its {@code lock_timeout}, in milliseconds. */
    static String waitUntil(Deadline deadline) {
        long left = deadline.left().toMillis();
        return Long.toString(Math.clamp(left, 1, LONGEST_WAIT.toMillis())); // 0 would be for ever
    }

    private List<AppendResult> results(long headBefore, Instant recordedAt, Map<Integer, JsonNode> verdicts) {
        var results = new ArrayList<AppendResult>();
        long position = headBefore;
        for (int member = 1; member <= batch.size(); member++) {
            JsonNode verdict = verdicts.get(member);
            if (verdict != null && verdict.has("lost")) {
                results.add(new AppendResult.Lost(cause(verdict, batch.get(member - 1))));
            } else {
                position += batch.get(member - 1).eventCount();
                results.add(new AppendResult.Committed(new Receipt(position, recordedAt), excess(verdict)));
            }
        }
        return results;
    }

    private static Map<Integer, JsonNode> verdicts(String json) {
        var verdicts = new HashMap<Integer, JsonNode>();
        for (JsonNode verdict : JSON.readTree(json)) {
            verdicts.put(verdict.get("member").intValue(), verdict);
        }
        return verdicts;
    }

    private static AppendLostException cause(JsonNode verdict, Append append) {
        String why = verdict.get("lost").stringValue();
        return switch (why) {
            case "moved" ->
                new AggregateMovedException(new AggregateKey(
                        verdict.get("type").stringValue(), verdict.get("id").stringValue()));
            case "key-taken" -> new KeyTakenException();
            case "open-cart" -> new OpenCartTakenException(verdict.get("cart").stringValue());
            case "limit" -> limitReached(verdict, append);
            default -> throw new IllegalStateException("ledger.append says " + why);
        };
    }

    private static LimitReachedException limitReached(JsonNode verdict, Append append) {
        String sku = verdict.get("sku").stringValue();
        LimitMove move = append.moves().limitUse().stream()
                .filter(checked -> checked.checked() && checked.sku().equals(sku))
                .findFirst()
                .orElseThrow();
        long besides = verdict.get("used").longValue() + move.open() + move.ordered() - move.added();
        return new LimitReachedException(new Sku(sku), verdict.get("allowed").longValue(), besides, move.added());
    }

    private static List<Excess> excess(@Nullable JsonNode verdict) {
        return verdict == null ? List.of() : excess(verdict.get("excess").toString());
    }

    /** @param json an array as {@code ledger.append} makes it */
    static List<Excess> excess(String json) {
        return List.of(JSON.readValue(json, Excess[].class));
    }
}
