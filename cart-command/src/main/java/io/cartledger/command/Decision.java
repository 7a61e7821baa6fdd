package io.cartledger.command;

import io.cartledger.cart.Outcome.Effect;
import io.cartledger.cart.Refusal;
import java.util.List;

/**
 * What an aggregate makes of a command, before anything has happened.
 *
 * @param <E> its events
 */
sealed interface Decision<E> {

    /** @param steps what each change in the command is to bring about, in order; nothing where there is nothing to do */
    record Accept<E>(List<List<E>> steps) implements Decision<E> {

        List<E> events() {
            return steps.stream().flatMap(List::stream).toList();
        }

        List<Effect> effects() {
            return steps.stream()
                    .map(step -> step.isEmpty() ? Effect.UNCHANGED : Effect.CHANGED)
                    .toList();
        }
    }

    record Refuse<E>(Refusal refusal) implements Decision<E> {}

    /** One change, with nothing to do. */
    static <E> Decision<E> accept() {
        return new Accept<>(List.of(List.of()));
    }

    /** One change, by one event. */
    static <E> Decision<E> accept(E event) {
        return new Accept<>(List.of(List.of(event)));
    }

    /** One change, by two events. */
    static <E> Decision<E> accept(E first, E second) {
        return new Accept<>(List.of(List.of(first, second)));
    }

    static <E> Decision<E> refuse(Refusal refusal) {
        return new Refuse<>(refusal);
    }
}
