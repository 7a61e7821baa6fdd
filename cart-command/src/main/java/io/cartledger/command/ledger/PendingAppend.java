package io.cartledger.command.ledger;

import static java.util.function.Predicate.not;

import io.cartledger.cart.CartId;
import io.cartledger.cart.Excess;
import io.cartledger.cart.Outcome;
import io.cartledger.cart.Outcome.Effect;
import io.cartledger.cart.Refusal.CartNotFound;
import io.cartledger.command.ledger.Append.NewEvent;
import io.cartledger.command.ledger.AppendLostException.AggregateMovedException;
import io.cartledger.command.ledger.AppendLostException.KeyTakenException;
import io.cartledger.ledger.EventCodec.Sealer;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Origin;
import io.cartledger.ledger.Seals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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

    /**
     * @param decidedOn the tip's event as it was then
     * @param subjectBefore whose the aggregate was then, or null if there was none
     */
    private record Basis(
            Tip tip,
            @Nullable UUID decidedOn,
            long version,
            @Nullable String subjectBefore,
            Supplier<String> subject) {}

    private record Link(String subject, String same) {}

    private final Origin origin;
    private final @Nullable CommandKey key;
    private final Deadline deadline;
    private final Turn turn;
    private final Map<AggregateKey, Basis> bases = new LinkedHashMap<>();
    private final Map<AggregateKey, Long> readIn = new HashMap<>();
    private final Map<AggregateKey, List<Draft>> events = new LinkedHashMap<>();
    private final Set<Link> links = new LinkedHashSet<>();
    private final List<Runnable> whenQueued = new ArrayList<>();
    private Moves moves = Moves.NONE;
    private boolean submitted;
    private boolean queued;
    private @Nullable Receipt receipt;
    private List<Excess> excess = List.of();

    /**
     * @param origin where the command came from
     * @param key what makes it the same command when it is sent again, or null
     * @param deadline until when it is worked on
     * @param turn in which the command was told that it was overtaken, or {@link Turn#NONE}
     */
    public PendingAppend(Origin origin, @Nullable CommandKey key, Deadline deadline, Turn turn) {
        this.origin = origin;
        this.key = key;
        this.deadline = deadline;
        this.turn = turn;
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
                        .orElseGet(() -> new PendingAppend(UNKNOWN, null, Deadline.in(WITHOUT_DISPATCHER), Turn.NONE)));
    }

    /**
     * Says what a decision rests on; to be called before it is made, for each aggregate once.
     *
     * @param tip of the state that is decided on
     * @param subject whom the aggregate is about, as {@link Seals#seal} names them; asked again for the events, which
     *     may change it
     * @throws AggregateMovedException if it is known that the state is not what the ledger has
     */
    public void decidedOn(Tip tip, Supplier<String> subject) {
        if (tip.isLost()) {
            throw new AggregateMovedException(tip.aggregate());
        }
        Long number = readIn.get(tip.aggregate());
        if (number != null) {
            tip.setReadIn(number);
        }
        UUID last = tip.eventId();
        bases.put(tip.aggregate(), new Basis(tip, last, tip.version(), last == null ? null : subject.get(), subject));
    }

    /** Whether a state that this node has in memory will do, as far as is known. */
    public boolean canRestOn(Tip tip) {
        return !tip.isLost() && tip.readIn() >= turn.freshFrom();
    }

    /** Whether it has come to be appended, in the turn that its command was given, if it was given one. */
    public boolean hasComeIn(Turn given) {
        return queued && turn.equals(given);
    }

    /** Does this once the append is queued: whoever comes next can decide on what it will have done. */
    public void whenQueued(Runnable action) {
        whenQueued.add(action);
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

    /** Once submitted: the receipt of the append, or of all that was appended before where it brings no events. */
    public Optional<Receipt> receipt() {
        return Optional.ofNullable(receipt);
    }

    /** Until when the command is worked on. */
    Deadline deadline() {
        return deadline;
    }

    /** The aggregate's events are read from now on, after that turn had begun: this node did not know its state. */
    void beginsToRead(AggregateKey aggregate, long lastTurn) {
        readIn.put(aggregate, lastTurn);
    }

    /** @param writing writes the event down, with what is personal sealed by what it is given */
    void add(AggregateKey aggregate, String eventId, Function<Sealer, Written> writing) {
        if (submitted) {
            throw new IllegalStateException("an event of " + aggregate + " came after the append was submitted");
        }
        events.computeIfAbsent(aggregate, key -> new ArrayList<>()).add(new Draft(UUID.fromString(eventId), writing));
    }

    /**
     * Waits until it is committed. What changes nothing or is refused waits as well, until what it rests on is. A refusal
     * is only told, so it writes nothing, not even its key.
     *
     * @throws AppendLostException if it was not taken, or an aggregate has moved on since it was decided on
     * @throws io.cartledger.ledger.VaultUnavailableException if nothing could be sealed; nothing is written
     */
    void submitTo(Ledger ledger, Outcome<?> outcome) {
        if (submitted) {
            throw new IllegalStateException("a command has one append");
        }
        submitted = true;
        boolean refused = outcome instanceof Outcome.Refused<?>;
        Append append = toAppend(outcome, ledger.seals());
        List<Snapshot> snapshots = takeSnapshots();
        AppendResult.Committed committed =
                letGoAndWait(ledger.submit(refused ? append.unwritten() : append, deadline, turn));
        snapshots.forEach(ledger::keep);
        receipt = committed.receipt();
        excess = committed.excess();
        if (refused) {
            requireNew(ledger, append.key());
        }
        if (outcome instanceof Outcome.Refused<?>(var refusal) && refusal.code().equals(NOT_FOUND)) {
            readWhatWasKnown(ledger);
        }
    }

    /** Says that what was decided on is not what the ledger has, or not known to be: nobody is to decide on it any more. */
    void lose() {
        bases.values().forEach(basis -> basis.tip().lose());
    }

    /** The tip of what was decided on; empty if nothing of that aggregate was. */
    public Optional<Tip> tipOf(AggregateKey aggregate) {
        return Optional.ofNullable(bases.get(aggregate)).map(Basis::tip);
    }

    /** Before the aggregates' locks are let go; to be kept once what is in them is committed. */
    private List<Snapshot> takeSnapshots() {
        return bases.values().stream()
                .flatMap(basis -> basis.tip().takeSnapshot().stream())
                .toList();
    }

    private AppendResult.Committed letGoAndWait(Supplier<AppendResult.Committed> result) {
        queued = true;
        whenQueued.forEach(Runnable::run);
        return result.get();
    }

    /** Looked at once all that came before is committed: the same command may have been among it. */
    private static void requireNew(Ledger ledger, @Nullable CommandKey key) {
        if (key != null && ledger.findKey(key).isPresent()) {
            throw new KeyTakenException();
        }
    }

    /**
     * Nobody is to learn from the time it takes that there is a cart which is not for them: one that this node knows
     * costs as many reads as one that is not there.
     */
    private void readWhatWasKnown(Ledger ledger) {
        bases.keySet().stream()
                .filter(not(readIn::containsKey))
                .forEach(aggregate -> ledger.load(Load.ofNone(aggregate.type()), deadline));
    }

    private Append toAppend(Outcome<?> outcome, Seals seals) {
        if (!bases.keySet().containsAll(events.keySet())) {
            throw new IllegalStateException("events of " + events.keySet() + ", decisions on " + bases.keySet());
        }
        var streams = new ArrayList<Append.Stream>();
        bases.forEach((aggregate, basis) -> streams.add(new Append.Stream(
                aggregate, basis.decidedOn(), basis.version(), sealedEvents(aggregate, basis, seals))));
        // Before the append, not after: whoever is erased must not be found under what was never linked.
        links.forEach(link -> seals.link(link.subject(), link.same()));
        return new Append(streams, key, effects(outcome), moves);
    }

    /** The subject is the one after the command: a claim is the customer's own act. */
    private List<NewEvent> sealedEvents(AggregateKey aggregate, Basis basis, Seals seals) {
        List<Draft> drafts = events.getOrDefault(aggregate, List.of());
        if (drafts.isEmpty()) {
            return List.of();
        }
        String subject = basis.subject().get();
        if (basis.subjectBefore() != null) {
            link(basis.subjectBefore(), subject);
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
