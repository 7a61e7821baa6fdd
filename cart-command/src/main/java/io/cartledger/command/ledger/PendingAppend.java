package io.cartledger.command.ledger;

import static java.util.function.Predicate.not;

import io.cartledger.cart.CartId;
import io.cartledger.cart.Excess;
import io.cartledger.cart.Outcome;
import io.cartledger.cart.Outcome.Effect;
import io.cartledger.cart.Refusal.CartNotFound;
import io.cartledger.command.ledger.Append.NewEvent;
import io.cartledger.ledger.EventCodec.Sealer;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Origin;
import io.cartledger.ledger.Seals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
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

    /** Of a command that was sent past the dispatcher. */
    private static final Origin UNKNOWN = Origin.system("unknown", Instant.EPOCH);

    /** @param subjectBefore whose the aggregate was when it was decided on, or null if there was none */
    private record Tip(
            @Nullable UUID eventId, long version, @Nullable String subjectBefore, Supplier<String> subject) {}

    private record Link(String subject, String same) {}

    private final Origin origin;
    private final @Nullable CommandKey key;
    private final Deadline deadline;
    private final Map<AggregateKey, Tip> tips = new LinkedHashMap<>();
    private final Set<AggregateKey> read = new HashSet<>();
    private final Map<AggregateKey, List<Draft>> events = new LinkedHashMap<>();
    private final Set<Link> links = new LinkedHashSet<>();
    private Moves moves = Moves.NONE;
    private boolean submitted;
    private @Nullable Receipt receipt;
    private List<Excess> excess = List.of();

    /**
     * @param origin where the command came from
     * @param key what makes it the same command when it is sent again, or null
     * @param deadline until when it is worked on
     */
    public PendingAppend(Origin origin, @Nullable CommandKey key, Deadline deadline) {
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
                        .orElseGet(() -> new PendingAppend(UNKNOWN, null, Deadline.in(WITHOUT_DISPATCHER))));
    }

    /**
     * Says what a decision rests on; to be called before it is made, for each aggregate once.
     *
     * @param lastEventId the last event of the aggregate's state, or null if it has none
     * @param version that event's sequence number, or -1
     * @param subject whom the aggregate is about, as {@link Seals#seal} names them; asked again for the events, which
     *     may change it
     */
    public void decidedOn(
            AggregateKey aggregate, @Nullable String lastEventId, long version, Supplier<String> subject) {
        tips.put(
                aggregate,
                lastEventId == null
                        ? new Tip(null, version, null, subject)
                        : new Tip(UUID.fromString(lastEventId), version, subject.get(), subject));
    }

    /** Says that one subject has turned out to be another, see {@link Seals#link}. */
    public void link(String subject, String same) {
        if (!subject.equals(same)) {
            links.add(new Link(subject, same));
        }
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

    /** @param writing writes the event down, with what is personal sealed by what it is given */
    void add(AggregateKey aggregate, String eventId, Function<Sealer, Written> writing) {
        if (submitted) {
            throw new IllegalStateException("an event of " + aggregate + " came after the append was submitted");
        }
        events.computeIfAbsent(aggregate, key -> new ArrayList<>()).add(new Draft(UUID.fromString(eventId), writing));
    }

    /**
     * A refusal is only told, so it writes nothing, not even its key; but what it rests on has to be so.
     *
     * @throws AppendLostException if it was not taken, or an aggregate has moved on since it was decided on
     * @throws io.cartledger.ledger.VaultUnavailableException if nothing could be sealed; nothing is written
     */
    void submitTo(Ledger ledger, Outcome<?> outcome) {
        if (submitted) {
            throw new IllegalStateException("a command has one append");
        }
        submitted = true;
        Append append = toAppend(outcome, ledger.seals());
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

    private Append toAppend(Outcome<?> outcome, Seals seals) {
        if (!tips.keySet().containsAll(events.keySet())) {
            throw new IllegalStateException("events of " + events.keySet() + ", decisions on " + tips.keySet());
        }
        var streams = new ArrayList<Append.Stream>();
        tips.forEach((aggregate, tip) -> streams.add(
                new Append.Stream(aggregate, tip.eventId(), tip.version(), sealedEvents(aggregate, tip, seals))));
        // Before the append, not after: whoever is erased must not be found under what was never linked.
        links.forEach(link -> seals.link(link.subject(), link.same()));
        return new Append(streams, key, effects(outcome), moves);
    }

    /** The subject is the one after the command: a claim is the customer's own act. */
    private List<NewEvent> sealedEvents(AggregateKey aggregate, Tip tip, Seals seals) {
        List<Draft> drafts = events.getOrDefault(aggregate, List.of());
        if (drafts.isEmpty()) {
            return List.of();
        }
        String subject = tip.subject().get();
        if (tip.subjectBefore() != null) {
            link(tip.subjectBefore(), subject);
        }
        return drafts.stream()
                .map(draft -> draft.sealed(origin, subject, seals))
                .toList();
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
