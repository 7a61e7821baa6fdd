package io.cartledger.query.cart;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.Item;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words that a cart is found by: whole identifiers, as people copy them, and what shoppers wrote as options. */
public final class CartWords {

    private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    /** Of what shoppers write; PostgreSQL takes no lexeme above 2,046 bytes. */
    private static final int LONGEST = 64;

    /** In all: a cart with more is found by its first words. PostgreSQL takes no {@code tsvector} above 1 MB. */
    private static final int MOST_CHARACTERS = 50_000;

    private CartWords() {}

    /** As the text form of a {@code tsvector}, whose words are taken as they are: PostgreSQL's parsers cut SKUs in pieces. */
    static String of(CartId cartId, CartState cart) {
        Stream<String> words = Stream.concat(
                Stream.of(cartId, cart.owner(), cart.orderReference(), cart.mergedInto())
                        .filter(Objects::nonNull)
                        .map(Object::toString),
                cart.lines().values().stream().flatMap(line -> of(line.item())));
        var some = new TreeSet<String>();
        int characters = 0;
        for (String word : (Iterable<String>) words::iterator) {
            characters += word.length();
            if (characters > MOST_CHARACTERS) {
                break;
            }
            some.add(word.toLowerCase(Locale.ROOT));
        }
        return some.stream().map(CartWords::quoted).collect(Collectors.joining(" "));
    }

    /**
     * As the text form of a {@code tsquery}: all words that somebody looks for, cut and quoted as they are here.
     *
     * @return empty if there is no word
     */
    public static String query(String text) {
        return SPACE.splitAsStream(text.strip())
                .filter(word -> !word.isEmpty())
                .map(word -> quoted(word.toLowerCase(Locale.ROOT)))
                .distinct()
                .collect(Collectors.joining(" & "));
    }

    private static Stream<String> of(Item item) {
        return Stream.concat(
                Stream.of(item.sku().value()),
                item.options().values().stream()
                        .flatMap(SPACE::splitAsStream)
                        .filter(word -> !word.isEmpty() && word.length() <= LONGEST));
    }

    private static String quoted(String word) {
        return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
