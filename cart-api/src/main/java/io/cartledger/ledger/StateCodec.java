package io.cartledger.ledger;

import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;

/**
 * Turns the states of one kind of aggregate into JSON that can be kept, and back. What is kept is disposable, because the
 * events tell it again: so, unlike an event, what another revision of the fold has written is never lifted. It is left
 * alone.
 *
 * <p>Immutable, so any thread may use it.
 *
 * @param <S> the state
 */
public final class StateCodec<S> {

    private final int revision;
    private final Function<S, String> writer;
    private final Function<String, Optional<S>> reader;

    private StateCodec(int revision, Function<S, String> writer, Function<String, Optional<S>> reader) {
        this.revision = revision;
        this.writer = writer;
        this.reader = reader;
    }

    /**
     * A codec.
     *
     * @param revision that of the fold, 1 or more; it grows when the same events give another state, and when the form
     *     changes
     * @param form a record that stands in the JSON for the state, and refuses to be incomplete
     * @param toForm the form of a state
     * @param toState the state that has this form
     * @param <F> the form
     */
    public static <S, F> StateCodec<S> of(int revision, Class<F> form, Function<S, F> toForm, Function<F, S> toState) {
        return new StateCodec<>(
                revision,
                state -> LedgerJson.MAPPER.writeValueAsString(toForm.apply(state)),
                json -> Optional.ofNullable(LedgerJson.MAPPER.readValue(json, form))
                        .map(toState));
    }

    /** Of the fold that makes these states. */
    public int revision() {
        return revision;
    }

    /** An object. */
    public String write(S state) {
        return writer.apply(state);
    }

    /** The state; empty if the JSON is nothing that this revision writes. */
    public Optional<S> read(String json) {
        try {
            return reader.apply(json);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
