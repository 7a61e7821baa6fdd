package io.cartledger.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the events of one kind of aggregate into what the ledger stores, and back. What is stored never changes its
 * meaning: a type has a name of its own, not its class's, and a revision that grows when its JSON changes; what was
 * written in an older revision is lifted, one revision at a time, before it is read.
 *
 * <p>Immutable, so any thread may use it.
 */
public final class EventCodec<E> {

    /**
     * An event as it is stored.
     *
     * @param revision 1, 2, …
     * @param json an object
     */
    public record Written(String type, int revision, String json) {}

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

    /** @param types every type there is of these events, each once */
    public EventCodec(List<EventType<? extends E>> types) {
        for (EventType<? extends E> type : types) {
            byName.put(type.name(), type);
            byClass.put(type.recordClass(), type);
        }
    }

    /** How the event is stored now, always in its type's newest revision. */
    public Written write(E event) {
        EventType<? extends E> type = byClass.get(event.getClass());
        if (type == null) {
            throw new IllegalArgumentException("no type is registered for " + event.getClass());
        }
        return new Written(type.name(), type.revision(), LedgerJson.MAPPER.writeValueAsString(event));
    }

    /**
     * The event that was stored so.
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
            return LedgerJson.MAPPER.treeToValue(lifted(type, written), type.recordClass());
        } catch (JacksonException | ClassCastException e) {
            throw new UnreadableEventException(written, e);
        }
    }

    private static JsonNode lifted(EventType<?> type, Written written) {
        ObjectNode json = (ObjectNode) LedgerJson.MAPPER.readTree(written.json());
        for (UnaryOperator<ObjectNode> upcaster : type.upcasters()
                .subList(written.revision() - 1, type.upcasters().size())) {
            json = upcaster.apply(json);
        }
        return json;
    }
}
