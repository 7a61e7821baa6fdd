package io.cartledger.command.ledger;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.ledger.EventCodec.Written;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A second way to the ledger beside the one append, such as a subscribing processor, must not go unnoticed. */
class PendingAppendTest {

    private static final AggregateKey CART = new AggregateKey("Cart", "a");

    private final Ledger ledger = new Ledger(TestDatabase.withLedger().as("cart_command"), position -> {});
    private final PendingAppend append = new PendingAppend("{}");

    @Test
    void aCommandIsSubmittedOnce() {
        append.submitTo(ledger);

        assertThatThrownBy(() -> append.submitTo(ledger)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nothingCanBeAddedAfterwards() {
        append.submitTo(ledger);

        assertThatThrownBy(this::addEvent).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void eventsThatNobodyDecidedOnAreNotAppended() {
        addEvent();

        assertThatThrownBy(() -> append.submitTo(ledger)).isInstanceOf(IllegalStateException.class);
    }

    private void addEvent() {
        append.add(CART, UUID.randomUUID().toString(), new Written("CartOpened", 1, "{}"));
    }
}
