package io.cartledger.ledger;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the events of one kind of aggregate into what the ledger stores, and back. What is stored never changes its
 * meaning: a type has a name of its own, not its class's, and a revision that grows when its JSON changes; what was
 * written in an older revision is lifted, one revision at a time, before it is read.
 *
 * <p>Immutable, so any thread may use it.
 */
public final class EventCodec<E> {

    /** Seals the personal members of one event. */
    @FunctionalInterface
    public interface Sealer {

        /** @param member the member's name */
        Sealed seal(String member, String text);
    }

    /** Opens them again. */
    @FunctionalInterface
    public interface Opener {

        /** The text; empty if it cannot be opened. */
        Optional<String> open(String member, Sealed closed);
    }

    /**
     * An event as it is stored.
     *
     * @param revision 1, 2, …
     * @param json an object
     */
    public record Written(String type, int revision, String json) {

        /**
         * The same with what is sealed in it opened. What cannot be opened is left out. Only the event's own members
         * are looked at: what is deeper may be named by shoppers, and look like anything.
         *
         * @param opener opens it
         */
        public Written opened(Opener opener) {
            if (!Sealed.mayBeIn(json)) {
                return this;
            }
            var members = (ObjectNode) LedgerJson.MAPPER.readTree(json);
            for (String name : List.copyOf(members.propertyNames())) {
                Optional<Sealed> closed = Sealed.of(members.path(name));
                if (closed.isPresent()) {
                    members.remove(name);
                    opener.open(name, closed.get()).ifPresent(text -> members.put(name, text));
                }
            }
            return new Written(type, revision, members.toString());
        }
    }

    /**
     * How one type of event is stored.
     *
     * @param name what the type is called in the ledger, for ever
     * @param upcasters the first lifts revision 1 to 2, the next 2 to 3, and so on; so their number tells the revision
     *     that is written now
     */
    public record EventType<T>(String name, Class<T> recordClass, List<UnaryOperator<ObjectNode>> upcasters) {

        /** A type whose JSON has never changed. */
        public EventType(Class<T> recordClass) {
            this(recordClass.getSimpleName(), recordClass, List.of());
        }

        int revision() {
            return upcasters.size() + 1;
        }
    }

    private final Map<String, EventType<? extends E>> byName = new HashMap<>();
    private final Map<Class<?>, EventType<? extends E>> byClass = new HashMap<>();
    private final Map<String, List<String>> personal = new HashMap<>();
    private final Map<String, ObjectReader> readers = new HashMap<>(); // to look them up anew costs as much as an event

    /** @param types every type there is of these events, each once */
    public EventCodec(List<EventType<? extends E>> types) {
        for (EventType<? extends E> type : types) {
            byName.put(type.name(), type);
            byClass.put(type.recordClass(), type);
            personal.put(type.name(), personal(type.recordClass()));
            readers.put(type.name(), LedgerJson.MAPPER.readerFor(type.recordClass()));
        }
    }

    private static List<String> personal(Class<?> recordClass) {
        return Arrays.stream(recordClass.getRecordComponents())
                .filter(component -> component.isAnnotationPresent(Personal.class))
                .map(RecordComponent::getName)
                .toList();
    }

    /**
     * How the event is stored now, always in its type's newest revision, with all that is {@link Personal} sealed.
     *
     * @param sealer seals it
     */
    public Written write(E event, Sealer sealer) {
        EventType<? extends E> type = type(event);
        ObjectNode members = LedgerJson.MAPPER.valueToTree(event);
        for (String name : personal.getOrDefault(type.name(), List.of())) {
            if (members.has(name)) {
                Sealed closed = sealer.seal(name, members.path(name).stringValue());
                members.set(name, LedgerJson.MAPPER.valueToTree(closed));
            }
        }
        return new Written(type.name(), type.revision(), members.toString());
    }

    /** The same with nothing sealed. */
    public Written write(E event) {
        EventType<? extends E> type = type(event);
        return new Written(type.name(), type.revision(), LedgerJson.MAPPER.writeValueAsString(event));
    }

    private EventType<? extends E> type(E event) {
        EventType<? extends E> type = byClass.get(event.getClass());
        if (type == null) {
            throw new IllegalArgumentException("no type is registered for " + event.getClass());
        }
        return type;
    }

    /**
     * The event that was stored so; what is sealed in it and was not opened is null.
     *
     * @throws UnknownEventException if the type or its revision is newer than this software
     * @throws UnreadableEventException if the JSON is not what the type's revision says
     */
    public E read(Written written) {
        EventType<? extends E> type = byName.get(written.type());
        if (type == null || written.revision() < 1 || written.revision() > type.revision()) {
            throw new UnknownEventException(written.type(), written.revision());
        }
        try {
            return isAsItIsRead(type, written)
                    ? reader(type).readValue(written.json())
                    : reader(type).readValue(lifted(type, written));
        } catch (JacksonException | ClassCastException e) {
            throw new UnreadableEventException(written, e);
        }
    }

    private ObjectReader reader(EventType<? extends E> type) {
        return Objects.requireNonNull(readers.get(type.name()));
    }

    /** Most events: nothing is to be lifted, and nothing left out, so that a tree of it would be of no use. */
    private static boolean isAsItIsRead(EventType<?> type, Written written) {
        return written.revision() == type.revision()
                && written.json().startsWith("{")
                && !Sealed.mayBeIn(written.json());
    }

    /** What its types are called in the ledger. */
    public Set<String> types() {
        return Set.copyOf(byName.keySet());
    }

    /**
     * The same in its type's newest revision; as it is where that, or the type, is newer than this software. What is sealed
     * in an older one and was not opened is left out.
     *
     * @throws UnreadableEventException if the JSON is not what the type's revision says
     */
    public Written lifted(Written written) {
        EventType<? extends E> type = byName.get(written.type());
        return type == null || written.revision() >= type.revision() ? written : write(read(written));
    }

    /**
     * The same without what is {@link Personal} in it, sealed or, in events of earlier builds, not.
     *
     * @param newest in its type's newest revision, or newer than this software
     */
    public Written withoutPersonal(Written newest) {
        Written clear = newest.opened((name, closed) -> Optional.empty());
        List<String> names = personal.getOrDefault(clear.type(), List.of());
        if (names.isEmpty()) {
            return clear;
        }
        var members = (ObjectNode) LedgerJson.MAPPER.readTree(clear.json());
        members.remove(names);
        return new Written(clear.type(), clear.revision(), members.toString());
    }

    private static JsonNode lifted(EventType<?> type, Written written) {
        ObjectNode json = (ObjectNode) LedgerJson.MAPPER.readTree(
                written.opened((name, closed) -> Optional.empty()).json());
        for (UnaryOperator<ObjectNode> upcaster : type.upcasters()
                .subList(written.revision() - 1, type.upcasters().size())) {
            json = upcaster.apply(json);
        }
        return json;
    }
}
