package io.cartledger.query.page;

import io.cartledger.cart.InvalidValueException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is wanted. A list reads {@link #rowsToRead} rows behind {@link #key} in its order, or in the
 * opposite order if the page is wanted {@link #backwards}, and makes a page of them by {@link #page}.
 */
public final class PageRequest {

    /** The name of the parameter that says from where to go on. */
    public static final String CURSOR = "cursor";

    /** The name of the parameter that says how many rows a page has at most. */
    public static final String LIMIT = "limit";

    /** Rows on a page where the request does not say. */
    public static final int USUAL_LIMIT = 50;

    /** Most rows on a page. */
    public static final int MOST_LIMIT = 100;

    private final String list;
    private final int limit;
    private final @Nullable Cursor cursor;

    private PageRequest(String list, int limit, @Nullable Cursor cursor) {
        this.list = list;
        this.limit = limit;
        this.cursor = cursor;
    }

    /**
     * Reads what a request says.
     *
     * @param list names the list among all lists: a cursor of another one is refused
     * @param limit most rows, 1 to {@value #MOST_LIMIT}; null for {@value #USUAL_LIMIT}
     * @param cursor of an earlier page; null or empty for the first page
     * @throws InvalidValueException if one of them is not what it should be
     */
    public static PageRequest of(String list, @Nullable Integer limit, @Nullable String cursor) {
        if (limit != null && (limit < 1 || limit > MOST_LIMIT)) {
            throw new InvalidValueException(LIMIT, "must be 1 to " + MOST_LIMIT, limit);
        }
        return new PageRequest(
                list,
                limit == null ? USUAL_LIMIT : limit,
                cursor == null || cursor.isEmpty() ? null : Cursor.parse(list, cursor));
    }

    /** Whether the page is wanted that precedes {@link #key}, not the one that follows it. */
    public boolean backwards() {
        return cursor != null && cursor.back();
    }

    /** The key of the row from which to go on, which is not on the page itself; empty for the first page. */
    public Optional<String> key() {
        return Optional.ofNullable(cursor).map(Cursor::key);
    }

    /**
     * Likewise, of a list whose keys are numbers.
     *
     * @throws InvalidValueException if it is none
     */
    public Optional<Long> number() {
        return key().map(PageRequest::number);
    }

    private static long number(String key) {
        try {
            return Long.parseLong(key);
        } catch (NumberFormatException e) {
            throw Cursor.invalid(key);
        }
    }

    /** How many rows have to be read to know whether there is another page: one more than a page has. */
    public int rowsToRead() {
        return limit + 1;
    }

    /**
     * The page, in the order of the list.
     *
     * @param read up to {@link #rowsToRead} rows, in the order in which they were read: the opposite of the list's if the
     *     page is wanted {@link #backwards}
     * @param key tells the key of a row
     */
    public <T> Page<T> page(List<T> read, Function<T, String> key) {
        boolean more = read.size() > limit;
        List<T> rows = more ? read.subList(0, limit) : read;
        List<T> inOrder = backwards() ? rows.reversed() : rows;
        if (inOrder.isEmpty()) {
            return new Page<>(List.of(), Optional.empty(), Optional.empty());
        }
        boolean before = backwards() ? more : cursor != null;
        boolean behind = backwards() || more;
        return new Page<>(
                List.copyOf(inOrder),
                cursor(before, true, key.apply(inOrder.getFirst())),
                cursor(behind, false, key.apply(inOrder.getLast())));
    }

    private Optional<String> cursor(boolean wanted, boolean back, String key) {
        return wanted ? Optional.of(new Cursor(back, key).text(list)) : Optional.empty();
    }
}
