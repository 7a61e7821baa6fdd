package io.cartledger.query.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.InvalidValueException;
import io.cartledger.cart.Sku;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedQueryTest {

    @Test
    void whoAsksForNothingInParticularWantsAll() {
        FeedQuery query = FeedQuery.of(null, null, null, null, null, null);

        assertThat(query).isEqualTo(new FeedQuery(null, Set.of(), null, null, null, null, null, Long.MAX_VALUE));
        assertThat(query.wantsAll()).isTrue();
        assertThat(query.wants("CartGilded")).isTrue();
    }

    @Test
    void whatIsAskedForIsRead() {
        FeedQuery query = FeedQuery.of(
                        new FeedCursor(3).text(),
                        List.of("ItemAdded", "NoteAdded"),
                        "c-1",
                        "2026-01-31T12:00:00.000001Z",
                        "2026-01-31T14:00:00+01:00",
                        7L)
                .about("SOCK", "4421");

        assertThat(query)
                .isEqualTo(new FeedQuery(
                        new FeedCursor(3),
                        Set.of("ItemAdded", "NoteAdded"),
                        new CartId("c-1"),
                        new Sku("SOCK"),
                        new CustomerId("4421"),
                        Instant.parse("2026-01-31T12:00:00.000001Z"),
                        Instant.parse("2026-01-31T13:00:00Z"),
                        7));
        assertThat(query.wants("ItemAdded")).isTrue();
        assertThat(query.wants("ItemRemoved")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"ItemAdded,,,", ", c-1,,", ",, SOCK,", ",,, 4421"})
    void whoWantsSomethingInParticularDoesNotWantAll(
            @Nullable String type, @Nullable String cart, @Nullable String sku, @Nullable String customer) {
        List<String> types = type == null ? null : List.of(type);
        FeedQuery query = FeedQuery.of(null, types, cart, null, null, null).about(sku, customer);

        assertThat(query.wantsAll()).isFalse();
        assertThat(query.isOfChanges()).isEqualTo(sku != null || customer != null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "after | AAAAAAAAEmeYd4lU     | must be the cursor of an event",
                "after | ''                   | must be the cursor of an event",
                "type  | CartGilded           | must be one of AllowanceGranted, AllowanceRevoked, CartAbandoned, ",
                "cart  | a b                  | must be 1 to 64 of",
                "from  | yesterday            | must be a time such as 2026-01-31T12:00:00Z",
                "from  | 2026-01-31           | must be a time",
                "from  | -0001-01-01T00:00:00Z | must be a time",
                "to    | +10000-01-01T00:00:00Z | must be a time",
                "to    | 2026-02-30T00:00:00Z | must be a time",
                "limit | 0                    | must be 1 or more",
                "limit | -1                   | must be 1 or more"
            })
    void whatCannotBeIsNamed(String field, String value, String rule) {
        assertThatThrownBy(() -> FeedQuery.of(
                        field.equals("after") ? value : null,
                        field.equals("type") ? List.of("ItemAdded", value) : null,
                        field.equals("cart") ? value : null,
                        field.equals("from") ? value : null,
                        field.equals("to") ? value : null,
                        field.equals("limit") ? Long.valueOf(value) : null))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith(field + " " + rule);
    }

    @ParameterizedTest
    @CsvSource({"2026-01-31T12:00:00Z", "2026-01-31T11:59:59Z"})
    void timeDoesNotEndBeforeItBegins(String to) {
        assertThatThrownBy(() -> FeedQuery.of(null, null, null, "2026-01-31T12:00:00Z", to, null))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("to must be later than from");
    }
}
