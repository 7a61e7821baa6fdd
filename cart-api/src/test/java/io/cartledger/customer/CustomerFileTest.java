package io.cartledger.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.cart.FoldException;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import io.cartledger.customer.CustomerEvent.AllowanceGranted;
import io.cartledger.customer.CustomerEvent.AllowanceRevoked;
import io.cartledger.customer.CustomerEvent.NoteAdded;
import io.cartledger.customer.CustomerFile.Allowance;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CustomerFileTest {

    private static final Sku BOOT = new Sku("DRN-7X");
    private static final Instant UNTIL = Instant.parse("2027-01-31T00:00:00Z");
    private static final Ticket TICKET = new Ticket("T-4711");
    private static final AllowanceGranted GRANTED = new AllowanceGranted(BOOT, new Quantity(1), UNTIL, TICKET);
    private static final AllowanceRevoked REVOKED = new AllowanceRevoked(0, new Ticket("T-4712"));

    @Test
    void aGrantIsNamedAfterItsEventAndKeptInOrder() {
        CustomerFile file = CustomerFile.EMPTY
                .apply(0, GRANTED)
                .apply(1, new AllowanceGranted(BOOT, new Quantity(2), UNTIL, TICKET));

        assertThat(file.version()).isEqualTo(1);
        assertThat(file.allowances().sequencedKeySet()).containsExactly(0L, 1L);
        assertThat(file.allowances().get(1L)).isEqualTo(new Allowance(BOOT, new Quantity(2), UNTIL, TICKET, false));
    }

    @Test
    void whatIsRevokedStaysOnFileInItsPlace() {
        CustomerFile file =
                CustomerFile.EMPTY.apply(0, GRANTED).apply(1, GRANTED).apply(2, REVOKED);

        assertThat(file.version()).isEqualTo(2);
        assertThat(file.allowances().sequencedKeySet()).containsExactly(0L, 1L);
        assertThat(file.allowances().get(0L)).isEqualTo(new Allowance(BOOT, new Quantity(1), UNTIL, TICKET, true));
        assertThat(file.allowances().get(1L).revoked()).isFalse();
    }

    @Test
    void aNoteCountsInTheVersionAndLeavesTheAllowances() {
        CustomerFile granted = CustomerFile.EMPTY.apply(0, GRANTED);

        CustomerFile noted = granted.apply(1, new NoteAdded(new NoteText("Call back"), null));

        assertThat(noted.version()).isEqualTo(1);
        assertThat(noted.allowances()).isEqualTo(granted.allowances());
    }

    @Test
    void foldingTwiceChangesNothing() {
        CustomerFile file = CustomerFile.EMPTY.apply(0, GRANTED).apply(1, REVOKED);

        assertThat(file.apply(0, GRANTED)).isSameAs(file);
        assertThat(file.apply(1, REVOKED)).isSameAs(file);
    }

    @Test
    void aMissingEventIsAnError() {
        assertThatThrownBy(() -> CustomerFile.EMPTY.apply(1, GRANTED))
                .isInstanceOf(FoldException.class)
                .hasMessage("event 1 follows event -1: events are missing");
    }

    @Test
    void onlyAnAllowanceThatHoldsIsRevoked() {
        CustomerFile revoked = CustomerFile.EMPTY.apply(0, GRANTED).apply(1, REVOKED);

        assertThatThrownBy(() -> CustomerFile.EMPTY.apply(0, REVOKED)).isInstanceOf(FoldException.class);
        assertThatThrownBy(() -> revoked.apply(2, REVOKED))
                .isInstanceOf(FoldException.class)
                .hasMessage("event 2 revokes 0, which is no allowance that holds");
    }

    @Test
    void noAllowanceOfAFileCanBeChangedFromOutside() {
        CustomerFile file = CustomerFile.EMPTY.apply(0, GRANTED);

        assertThatThrownBy(() -> file.allowances().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
