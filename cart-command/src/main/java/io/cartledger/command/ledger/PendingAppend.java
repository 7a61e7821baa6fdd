package io.cartledger.command.ledger;

import static java.util.function.Predicate.not;

import io.cartledger.cart.CartId;
import io.cartledger.cart.Excess;
import io.cartledger.cart.Outcome;
import io.cartledger.cart.Outcome.Effect;
import io.cartledger.cart.Refusal.CartNotFound;
import io.cartledger.command.ledger.Append.NewEvent;
import io.cartledger.ledger.EventCodec.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what one attempt at one command will append, while Axon runs it: the aggregates say what they decided on, the
 * storage engine adds their events, the {@link AppendInterceptor} submits the whole, once.
 *
 * <p>Confined to the thread that runs the command.
 */
public final class PendingAppend {

    private static final Duration WITHOUT_DISPATCHER = Duration.ofSeconds(1);
    private static final String NOT_FOUND = new CartNotFound(new CartId("any")).code();
    private static final String KEY = PendingAppend.class.getName();

    private record Tip(@Nullable UUID eventId, long version) {}

    private final String origin;
    private final @Nullable CommandKey key;
    private final Deadline deadline;
    private final Map<AggregateKey, Tip> tips = new LinkedHashMap<>();
    private final Set<AggregateKey> read = new HashSet<>();
    private final Map<AggregateKey, List<NewEvent>> events = new LinkedHashMap<>();
    private Moves moves = Moves.NONE;
    private boolean submitted;
    private @Nullable Receipt receipt;
    private List<Excess> excess = List.of();

    /**
     * @param origin where the command came from, as a JSON object
     * @param key what makes it the same command when it is sent again, or null
     * @param deadline until when it is worked on
     */
    public PendingAppend(String origin, @Nullable CommandKey key, Deadline deadline) {
        this.origin = origin;
        this.key = key;
        this.deadline = deadline;
    }

    /** The metadata that makes this the {@link #current()} one of the command that carries it. */
    public MetaData asMetaData() {
        return MetaData.with(KEY, this);
    }

    /** That of the command being handled; one of no origin where the command carries none. */
    public static PendingAppend current() {
        var unitOfWork = CurrentUnitOfWork.get().root();
        return unitOfWork.getOrComputeResource(
                KEY,
                key -> Optional.ofNullable((PendingAppend)
                                unitOfWork.getMessage().getMetaData().get(key))
                        .orElseGet(() -> new PendingAppend("{}", null, Deadline.in(WITHOUT_DISPATCHER))));
    }

    /**
     * Says what a decision rests on; to be called before it is made, for each aggregate once.
     *
     * @param lastEventId the last event of the aggregate's state, or null if it has none
     * @param version that event's sequence number, or -1
     */
    public void decidedOn(AggregateKey aggregate, @Nullable String lastEventId, long version) {
        tips.put(aggregate, new Tip(lastEventId == null ? null : UUID.fromString(lastEventId), version));
    }

    /** Adds to what the command moves besides its events. */
    public void move(Moves more) {
        moves = moves.plus(more);
    }

    /** Once submitted: units beyond purchase limits that came with the append, unchecked. */
    public List<Excess> excess() {
        return excess;
    }

    /**
     * Once submitted: the receipt of the append, or of the newest event that was decided on where there was nothing to
     * append. Empty if there are no events at all.
     */
    public Optional<Receipt> receipt() {
        return Optional.ofNullable(receipt);
    }

    /** The aggregate's events have been read: this node did not know its state. */
    void wasRead(AggregateKey aggregate) {
        read.add(aggregate);
    }

    void add(AggregateKey aggregate, String eventId, Written written) {
        if (submitted) {
            throw new IllegalStateException("an event of " + aggregate + " came after the append was submitted");
        }
        events.computeIfAbsent(aggregate, key -> new ArrayList<>())
                .add(new NewEvent(UUID.fromString(eventId), written));
    }

    /**
     * A refusal is only told, so it writes nothing, not even its key; but what it rests on has to be so.
     *
     * @throws AppendLostException if it was not taken, or an aggregate has moved on since it was decided on
     */
    void submitTo(Ledger ledger, Outcome<?> outcome) {
        if (submitted) {
            throw new IllegalStateException("a command has one append");
        }
        submitted = true;
        Append append = toAppend(outcome);
        if (append.isEmpty() || outcome instanceof Outcome.Refused<?>) {
            receipt = ledger.confirm(append).orElse(null);
            if (outcome instanceof Outcome.Refused<?>(var refusal)
                    && refusal.code().equals(NOT_FOUND)) {
                readWhatWasKnown(ledger);
            }
        } else {
            AppendResult.Committed committed = ledger.append(append, deadline);
            receipt = committed.receipt();
            excess = committed.excess();
        }
    }

    /**
     * Nobody is to learn from the time it takes that there is a cart which is not for them: one that this node knows
     * costs as many reads as one that is not there.
     */
    private void readWhatWasKnown(Ledger ledger) {
        tips.keySet().stream().filter(not(read::contains)).forEach(aggregate -> ledger.read(aggregate, 0, 0));
    }

    private Append toAppend(Outcome<?> outcome) {
        if (!tips.keySet().containsAll(events.keySet())) {
            throw new IllegalStateException("events of " + events.keySet() + ", decisions on " + tips.keySet());
        }
        var streams = new ArrayList<Append.Stream>();
        tips.forEach((aggregate, tip) -> streams.add(new Append.Stream(
                aggregate, tip.eventId(), tip.version(), List.copyOf(events.getOrDefault(aggregate, List.of())))));
        return new Append(streams, origin, key, effects(outcome), moves);
    }

    private static List<String> effects(Outcome<?> outcome) {
        List<Effect> effects = switch (outcome) {
            case Outcome.Changed<?> changed -> changed.effects();
            case Outcome.Unchanged<?> unchanged -> unchanged.effects();
            case Outcome.Refused<?> refused -> List.of();
        };
        return effects.stream().map(Effect::name).toList();
    }
}
