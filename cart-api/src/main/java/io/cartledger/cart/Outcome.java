package io.cartledger.cart;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What became of a command that was decided.
 *
 * @param <S> the state of the aggregate that decided it
 */
public sealed interface Outcome<S> {

    /** What one of several changes came to. */
    enum Effect {
        /** It changed something. */
        @JsonProperty("changed")
        CHANGED,
        /** There was nothing to do. */
        @JsonProperty("unchanged")
        UNCHANGED
    }

    /**
     * @param state the aggregate after the command
     * @param effects of each change in the command, in order; of a command that is one change: one
     */
    record Changed<S>(S state, List<Effect> effects) implements Outcome<S> {}

    /**
     * There was nothing to do, which is a success.
     *
     * @param state the aggregate as it was and is
     * @param effects as of {@link Changed}, all of them {@link Effect#UNCHANGED}
     */
    record Unchanged<S>(S state, List<Effect> effects) implements Outcome<S> {}

    /** The aggregate said no, and is as it was. */
    record Refused<S>(Refusal refusal) implements Outcome<S> {}
}
