package io.cartledger.cart;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What can be put into a cart: a SKU and what the shopper chose of it (an engraving, a colour). Absent, null and empty
 * options are the same, and so are options in any order.
 *
 * @param options at most {@value #MAX_OPTIONS}; names of 1 to 64 {@code [A-Za-z0-9._-]}, values of at most
 *     {@value #MAX_OPTION_LENGTH} characters without control characters; sorted by name
 */
@JsonPropertyOrder({"itemId", "sku", "options"})
@JsonIgnoreProperties(value = "itemId", allowGetters = true)
public record Item(Sku sku, Map<String, String> options) {

    /** The most options an item may have. */
    public static final int MAX_OPTIONS = 16;
    /** The most characters (UTF-16 units) an option's value may have. */
    public static final int MAX_OPTION_LENGTH = 256;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** @throws InvalidValueException if there are too many options, or one of them is not as it may be */
    @JsonCreator
    public Item(@JsonProperty("sku") Sku sku, @JsonProperty("options") @Nullable Map<String, String> options) {
        this.sku = Objects.requireNonNull(sku, "sku");
        this.options = options == null ? Map.of() : checked(options);
    }

    /** An item without options. */
    public Item(Sku sku) {
        this(sku, null);
    }

    /** The key of this item's line in a cart. */
    @JsonProperty
    public ItemId itemId() {
        return ItemId.of(sku, options);
    }

    private static Map<String, String> checked(Map<String, String> options) {
        if (options.size() > MAX_OPTIONS) {
            throw new InvalidValueException("options", "must be at most " + MAX_OPTIONS, options.size());
        }
        options.forEach(Item::check);
        return Collections.unmodifiableMap(new TreeMap<>(options));
    }

    private static void check(String name, @Nullable String value) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidValueException("options", "must have names of 1 to 64 of A-Z a-z 0-9 . _ -", name);
        }
        String field = "options." + name;
        if (value == null) {
            throw new InvalidValueException(field, "must be a string", null);
        }
        if (value.length() > MAX_OPTION_LENGTH) {
            throw new InvalidValueException(field, "must have at most " + MAX_OPTION_LENGTH + " characters", value);
        }
        // A lone surrogate has no UTF-8, a NUL no place in PostgreSQL, and no control character belongs in a label.
        if (value.chars().anyMatch(Character::isISOControl)
                || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new InvalidValueException(field, "must be text without control characters", value);
        }
    }
}
