package io.cartledger.query.consistency;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which generation of the read model this node reads. Any thread may use it; it is changed by whoever follows the
 * generations.
 */
public final class LiveView {

    private volatile @Nullable View view;

    /** @throws ViewUnavailableException until this node has found one */
    public View current() {
        return find().orElseThrow(() -> new ViewUnavailableException(null));
    }

    /** Empty until this node has found one. */
    public Optional<View> find() {
        return Optional.ofNullable(view);
    }

    /** How far what is read has got; 0 until this node has found anything to read. */
    public long position() {
        return find().map(current -> current.position().current()).orElse(0L);
    }

    /** From now on this one is read. */
    public void set(View next) {
        view = next;
    }
}
