package io.cartledger.command;

import static io.cartledger.command.Samples.BOOT;
import static io.cartledger.command.Samples.CUSTOMERS;
import static io.cartledger.command.Samples.ID;
import static io.cartledger.command.Samples.LIMITS;
import static io.cartledger.command.Samples.SOCK;
import static io.cartledger.command.Samples.added;
import static io.cartledger.command.Samples.changed;
import static io.cartledger.command.Samples.correct;
import static io.cartledger.command.Samples.corrected;
import static io.cartledger.command.Samples.unchanged;

import io.cartledger.cart.CartEvent;
import io.cartledger.cart.Outcome.Refused;
import io.cartledger.cart.Refusal.LineNotFound;
import io.cartledger.cart.Refusal.LineQuantityExceeded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What support may correct. */
class CorrectionTest {

    private static final CartEvent TWO = added(BOOT, 2, 2);

    private final CartFixture cart = new CartFixture(ID, LIMITS);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10})
    void aLineIsCorrectedToNothingOrToAnyUnitsThatALineMayHave(int units) {
        cart.given(CUSTOMERS, TWO)
                .when(correct(BOOT, units))
                .expect(changed(CUSTOMERS, TWO, corrected(BOOT, units)), corrected(BOOT, units));
    }

    @Test
    void aLineThatIsRightAlreadyStaysAsItIs() {
        cart.given(CUSTOMERS, TWO).when(correct(BOOT, 2)).expect(unchanged(CUSTOMERS, TWO));
    }

    @Test
    void noTicketTakesALineBeyondWhatItMayHold() {
        cart.given(CUSTOMERS, TWO)
                .when(correct(BOOT, 11))
                .expect(new Refused<>(new LineQuantityExceeded(BOOT.itemId(), 2, 11, 10)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void onlyALineThatIsThereIsCorrected(int units) {
        cart.given(CUSTOMERS, TWO)
                .when(correct(SOCK, units))
                .expect(new Refused<>(new LineNotFound(ID, SOCK.itemId())));
    }
}
