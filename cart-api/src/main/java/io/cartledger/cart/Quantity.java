package io.cartledger.cart;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Units of an item on a line: 1 to {@value #MAX}. What a shop allows may be less, see {@link CartLimits}; this is the
 * bound that no configuration exceeds, so that sums of whole carts stay far from overflow.
 */
public record Quantity(@JsonValue int units) implements Comparable<Quantity> {

    /** The most units that a line can ever have. */
    public static final int MAX = 1_000_000;

    /** @throws InvalidValueException if there are fewer than 1 or more than {@value #MAX} units */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Quantity {
        if (units < 1 || units > MAX) {
            throw new InvalidValueException("quantity", "must be 1 to " + MAX, units);
        }
    }

    /**
     * For where a line may also go.
     *
     * @throws InvalidValueException if there are fewer than 0 or more than {@value #MAX} units
     */
    static void checkOrNone(int units) {
        if (units < 0 || units > MAX) {
            throw new InvalidValueException("quantity", "must be 0 to " + MAX, units);
        }
    }

    @Override
    public int compareTo(Quantity other) {
        return Integer.compare(units, other.units);
    }

    @Override
    public String toString() {
        return Integer.toString(units);
    }
}
