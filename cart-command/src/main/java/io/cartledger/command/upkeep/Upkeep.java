package io.cartledger.command.upkeep;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartCommand.AbandonCart;
import io.cartledger.cart.CartState;
import io.cartledger.cart.Outcome;
import io.cartledger.command.CartRequest;
import io.cartledger.command.dispatch.CommandDispatcher;
import io.cartledger.command.dispatch.CommandResult;
import io.cartledger.command.ledger.DeadlineExceededException;
import io.cartledger.command.ledger.IdleCarts;
import io.cartledger.command.ledger.IdleCarts.Idle;
import io.cartledger.command.ledger.IdleCarts.Step;
import io.cartledger.command.ledger.Ledger;
import io.cartledger.command.ledger.LedgerUnavailableException;
import io.cartledger.command.ledger.OutcomeUnknownException;
import io.cartledger.command.refusal.RefusalTable;
import io.cartledger.http.Preconditions;
import io.cartledger.ledger.Origin;
import io.cartledger.ledger.VaultUnavailableException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Abandons idle carts and forgets old keys and refusals, in small steps. Safe on any number of nodes at once: a cart is abandoned in
 * the version in which it was found idle, or not at all.
 */
public final class Upkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final Caller SWEEPER = Caller.system("sweeper");
    private static final int ROWS_PER_STEP = 1_000;

    private final CommandDispatcher dispatcher;
    private final Ledger ledger;
    private final IdleCarts idleCarts;
    private final RefusalTable refusals;
    private final Settings settings;
    private final Clock clock;
    private final Counter abandoned;
    private final Counter purgedKeys;
    private final Counter purgedRefusals;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("upkeep").daemon().factory());

    private final Set<Class<?>> explained = new HashSet<>(); // faults of this round, which one thread goes through

    /**
     * @param abandonAfter how long a cart may be idle, by the ledger's time
     * @param keepRefusals how long refusals are kept
     * @param interval time between two rounds
     */
    public record Settings(Duration abandonAfter, Duration keepRefusals, Duration interval) {}

    /** Does nothing until it is started. */
    public Upkeep(
            CommandDispatcher dispatcher,
            Ledger ledger,
            IdleCarts idleCarts,
            RefusalTable refusals,
            Settings settings,
            Clock clock,
            MeterRegistry meters) {
        this.dispatcher = dispatcher;
        this.ledger = ledger;
        this.idleCarts = idleCarts;
        this.refusals = refusals;
        this.settings = settings;
        this.clock = clock;
        this.abandoned = Counter.builder("cart.upkeep.abandoned")
                .description("Carts that this node has found idle and abandoned")
                .register(meters);
        this.purgedKeys = Counter.builder("cart.upkeep.purged.keys")
                .description("Idempotency keys that this node has forgotten because they were old")
                .register(meters);
        this.purgedRefusals = Counter.builder("cart.upkeep.purged.refusals")
                .description("Refusals, and numbers of refusals, that this node has forgotten because they were old")
                .register(meters);
    }

    /** Begins. */
    public void start() {
        long millis = settings.interval().toMillis();
        // A round catches what goes wrong in it, so that the next one comes.
        ScheduledFuture<?> _ = executor.scheduleWithFixedDelay(this::round, millis, millis, TimeUnit.MILLISECONDS);
    }

    private void round() {
        attempt(this::abandonIdleCarts);
        attempt(() -> purge(() -> ledger.purgeKeys(ROWS_PER_STEP), purgedKeys));
        attempt(() -> purge(() -> refusals.purge(settings.keepRefusals(), ROWS_PER_STEP), purgedRefusals));
    }

    /** Whatever goes wrong, also an Error: without the catch no round would ever follow. */
    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (Throwable e) {
            LOG.warn("Upkeep goes on in the next round", e);
        }
    }

    private void abandonIdleCarts() {
        explained.clear();
        Step step;
        do {
            step = idleCarts.next(settings.abandonAfter());
            step.carts().forEach(this::abandon);
            if (step.to() > step.from()) {
                idleCarts.done(step);
            }
        } while (step.to() > step.from());
    }

    /** A cart that cannot be read must not keep the others from their turn. */
    private void abandon(Idle idle) {
        try {
            send(idle);
        } catch (LedgerUnavailableException
                | VaultUnavailableException
                | OutcomeUnknownException
                | DeadlineExceededException e) {
            throw e;
        } catch (RuntimeException e) {
            if (explained.add(e.getClass())) {
                LOG.error("Idle cart {} cannot be abandoned, and is left as it is", idle.cartId(), e);
            } else { // one fault may meet thousands of carts
                LOG.error("Idle cart {} cannot be abandoned, and is left as it is: {}", idle.cartId(), e.toString());
            }
        }
    }

    private void send(Idle idle) {
        var request =
                new CartRequest(new AbandonCart(idle.cartId(), idle.version()), SWEEPER, Preconditions.NONE, false);
        var origin = Origin.system(SWEEPER.subject(), clock.instant().truncatedTo(ChronoUnit.MICROS));
        CommandResult<CartState> result = dispatcher.dispatch(request, origin, null);
        if (result.outcome() instanceof Outcome.Changed<CartState>) {
            abandoned.increment();
            LOG.info("Abandoned cart {} after {} without a change", idle.cartId(), settings.abandonAfter());
        }
    }

    /** @param step forgets some, and says how many */
    private static void purge(IntSupplier step, Counter purged) {
        int count;
        do {
            count = step.getAsInt();
            purged.increment(count);
        } while (count >= ROWS_PER_STEP);
    }

    /** Lets a command under way finish. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
