package io.cartledger.cart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import java.util.List;
import org.junit.jupiter.api.Test;

class CartStatePropertyTest {

    @Test
    void foldingAnyPrefixAgainChangesNothing() {
        qt().forAll(Histories.any(), integers().between(0, 50)).checkAssert((history, k) -> {
            CartState once = CartState.of(history);

            CartState again = folded(once, history.subList(0, Math.min(k, history.size())));

            assertThat(again).isEqualTo(once);
        });
    }

    @Test
    void aPrefixAndThenTheWholeIsTheWhole() {
        qt().forAll(Histories.any(), integers().between(0, 50)).checkAssert((history, k) -> {
            CartState prefix = CartState.of(history.subList(0, Math.min(k, history.size())));

            CartState whole = folded(prefix, history);

            assertThat(whole).isEqualTo(CartState.of(history));
            assertThat(List.copyOf(whole.lines().values()))
                    .isEqualTo(List.copyOf(CartState.of(history).lines().values()));
        });
    }

    @Test
    void linesStandInTheOrderInWhichTheyAppeared() {
        qt().forAll(Histories.any())
                .checkAssert(history -> assertThat(CartState.of(history).lines().values())
                        .extracting(Line::since)
                        .isSorted());
    }

    @Test
    void everyEventIsReadAsItWasWritten() {
        qt().forAll(Histories.any())
                .checkAssert(history ->
                        history.forEach(event -> assertThat(CartEvents.CODEC.read(CartEvents.CODEC.write(event)))
                                .isEqualTo(event)));
    }

    @Test
    void everyStateIsReadAsItWasKept() {
        qt().forAll(Histories.any()).checkAssert(history -> {
            CartState cart = CartState.of(history);

            CartState read = CartStates.CODEC.read(CartStates.CODEC.write(cart)).orElseThrow();

            assertThat(read).isEqualTo(cart);
            assertThat(List.copyOf(read.lines().values()))
                    .isEqualTo(List.copyOf(cart.lines().values()));
        });
    }

    private static CartState folded(CartState state, List<CartEvent> fromTheFirst) {
        CartState folded = state;
        for (int sequenceNumber = 0; sequenceNumber < fromTheFirst.size(); sequenceNumber++) {
            folded = folded.apply(sequenceNumber, fromTheFirst.get(sequenceNumber));
        }
        return folded;
    }
}
