package io.cartledger.command.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartState;
import io.cartledger.cart.Outcome;
import io.cartledger.cart.Outcome.Effect;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.command.testing.TestLedger;
import io.cartledger.command.testing.TestSeals;
import io.cartledger.ledger.EventCodec;
import io.cartledger.ledger.EventCodec.EventType;
import io.cartledger.ledger.Origin;
import io.cartledger.ledger.Personal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people have written is sealed in the ledger, and opened for whoever needs it; no fold does. */
class SealedTextTest {

    record Noted(String ticket, @Personal @Nullable String text) {}

    private static final EventCodec<Noted> CODEC = new EventCodec<>(List.of(new EventType<>(Noted.class)));
    private static final AggregateKey FILE = new AggregateKey("Customer", "4421");
    private static final Noted NOTED = new Noted("T-1", "approved for second pair");

    private final TestDatabase database = TestDatabase.withLedger();
    private final TestSeals seals = new TestSeals();
    private final Ledger ledger = TestLedger.on(database.as("cart_command"), seals);

    @Test
    void aNoteIsNotInTheLedgerAndReadFromItAllTheSame() {
        append();

        assertThat(payload()).contains("T-1").doesNotContain("approved");
        assertThat(read()).isEqualTo(NOTED);
    }

    @Test
    void onceItsSubjectIsErasedTheRestIsReadWithoutIt() {
        append();

        seals.erase("customer/4421");

        assertThat(read()).isEqualTo(new Noted("T-1", null));
    }

    private void append() {
        var append = new PendingAppend(
                Origin.system("test", Instant.EPOCH), null, Deadline.in(Duration.ofSeconds(10)), Turn.NONE);
        append.decidedOn(new Tip(FILE), () -> "customer/4421");
        append.add(FILE, UUID.randomUUID().toString(), sealer -> CODEC.write(NOTED, sealer));
        append.submitTo(ledger, new Outcome.Changed<>(CartState.NONE, List.of(Effect.CHANGED)));
    }

    private Noted read() {
        return CODEC.read(seals.opened(ledger.read(FILE, 0, 0).getFirst()).event());
    }

    private String payload() {
        return JdbcClient.create(database.as("cart_command"))
                .sql("select payload from ledger.event")
                .query(String.class)
                .single();
    }
}
