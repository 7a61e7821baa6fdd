package io.cartledger.cart;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of an item that is in both carts. */
public enum MergePolicy {
    /** The units of both. */
    @JsonProperty("sum")
    SUM {
        @Override
        public int units(int target, int source) {
            return target + source;
        }
    },
    /** The larger of both. */
    @JsonProperty("max")
    MAX {
        @Override
        public int units(int target, int source) {
            return Math.max(target, source);
        }
    },
    /** Those of the cart that goes on. */
    @JsonProperty("keep-target")
    KEEP_TARGET {
        @Override
        public int units(int target, int source) {
            return target;
        }
    };

    /** The units that a line has after the merge, of those that it has in each cart; both are 1 or more. */
    public abstract int units(int target, int source);
}
