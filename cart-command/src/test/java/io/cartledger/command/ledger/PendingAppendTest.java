package io.cartledger.command.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.cart.CartState;
import io.cartledger.cart.Outcome;
import io.cartledger.cart.Outcome.Effect;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.command.testing.TestLedger;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A second way to the ledger beside the one append, such as a subscribing processor, must not go unnoticed. */
class PendingAppendTest {

    private static final Outcome<CartState> NOTHING =
            new Outcome.Unchanged<>(CartState.NONE, List.of(Effect.UNCHANGED));
    private static final Origin ORIGIN = Origin.system("test", Instant.EPOCH);
    private static final AggregateKey CART = new AggregateKey("Cart", "a");

    private final Ledger ledger = TestLedger.on(TestDatabase.withLedger().as("cart_command"));
    private final PendingAppend append = inTurn(Turn.NONE);

    @Test
    void aCommandIsSubmittedOnce() {
        append.submitTo(ledger, NOTHING);

        assertThatThrownBy(() -> append.submitTo(ledger, NOTHING)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nothingCanBeAddedAfterwards() {
        append.submitTo(ledger, NOTHING);

        assertThatThrownBy(this::addEvent).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void eventsThatNobodyDecidedOnAreNotAppended() {
        addEvent();

        assertThatThrownBy(() -> append.submitTo(ledger, NOTHING)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whoWasOvertakenRestsOnNothingThatWasReadBeforeOthersAppended() {
        var tip = new Tip(CART);
        PendingAppend overtaken = inTurn(new Turn(3, 2));
        assertThat(append.canRestOn(tip)).isTrue();
        assertThat(overtaken.canRestOn(tip)).isFalse();

        append.beginsToRead(CART, 2);
        append.decidedOn(tip, () -> "nobody");

        assertThat(overtaken.canRestOn(tip)).isTrue();
        assertThat(inTurn(new Turn(3, 3)).canRestOn(tip)).isFalse();
    }

    @Test
    void whatCouldNotBeQueuedHasNotComeInItsTurn() {
        var turn = new Turn(3, 2);
        PendingAppend faulty = inTurn(turn);
        addEventTo(faulty);
        assertThatThrownBy(() -> faulty.submitTo(ledger, NOTHING)).isInstanceOf(IllegalStateException.class);
        PendingAppend queued = inTurn(turn);
        queued.submitTo(ledger, NOTHING);

        assertThat(faulty.hasComeIn(turn)).isFalse();
        assertThat(queued.hasComeIn(turn)).isTrue();
        assertThat(queued.hasComeIn(new Turn(4, 2))).isFalse();
    }

    private static PendingAppend inTurn(Turn turn) {
        return new PendingAppend(ORIGIN, null, Deadline.in(Duration.ofSeconds(10)), turn);
    }

    private void addEvent() {
        addEventTo(append);
    }

    private static void addEventTo(PendingAppend append) {
        append.add(CART, UUID.randomUUID().toString(), sealer -> new Written("CartOpened", 1, "{}"));
    }
}
