package io.cartledger.command.ledger;

import io.cartledger.command.ledger.Append.NewEvent;
import io.cartledger.command.ledger.Append.Stream;
import io.cartledger.command.ledger.Moves.AllowanceMove;
import io.cartledger.command.ledger.Moves.LimitMove;
import io.cartledger.command.ledger.Moves.OpenCartMove;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A batch laid out as the arrays that {@code ledger.append} takes, in their order. What is the same is numbered. */
final class AppendColumns {

    private static final JsonMapper JSON = new JsonMapper();

    private record KeyName(String principal, String key) {}

    private record CustomerSku(String customer, String sku) {}

    private final Columns columns = new Columns();

    // By what is the same in several members; PostgreSQL counts from 1.
    private final Map<AggregateKey, Integer> aggregates = new HashMap<>();
    private final Map<KeyName, Integer> keys = new HashMap<>();
    private final Map<String, Integer> owners = new HashMap<>();
    private final Map<CustomerSku, Integer> pairs = new HashMap<>();

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

    private final List<@Nullable String> pairCustomer = columns.add(String[]::new);
    private final List<@Nullable String> pairSku = columns.add(String[]::new);
    private final List<@Nullable Integer> useMember = columns.add(Integer[]::new);
    private final List<@Nullable Integer> useCustomerSku = columns.add(Integer[]::new);
    private final List<@Nullable Integer> useOpen = columns.add(Integer[]::new);
    private final List<@Nullable Integer> useOrdered = columns.add(Integer[]::new);
    private final List<@Nullable Integer> useLimit = columns.add(Integer[]::new);
    private final List<@Nullable Boolean> useChecked = columns.add(Boolean[]::new);

    private final List<@Nullable Integer> allowanceMember = columns.add(Integer[]::new);
    private final List<@Nullable String> allowanceCustomer = columns.add(String[]::new);
    private final List<@Nullable String> allowanceSku = columns.add(String[]::new);
    private final List<@Nullable String> allowanceUntil = columns.add(String[]::new);
    private final List<@Nullable Integer> allowanceUnits = columns.add(Integer[]::new);

    private AppendColumns() {}

    static AppendColumns of(List<Append> batch) {
        var all = new AppendColumns();
        for (int i = 0; i < batch.size(); i++) {
            all.addMember(i + 1, batch.get(i));
        }
        return all;
    }

    /** @see Columns#bind */
    int bind(PreparedStatement statement, int first) throws SQLException {
        return columns.bind(statement, first);
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
        useCustomerSku.add(number(pairs, new CustomerSku(move.customer(), move.sku()), pair -> {
            pairCustomer.add(pair.customer());
            pairSku.add(pair.sku());
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
}
