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

    /**
     * Likewise.
     *
     * @param limit as it was sent; null if it was not
     */
    public static PageRequest asked(String list, @Nullable String limit, @Nullable String cursor) {
        try {
            return of(list, limit == null ? null : Integer.valueOf(limit), cursor);
        } catch (NumberFormatException e) {
            throw new InvalidValueException(LIMIT, "must be 1 to " + MOST_LIMIT, limit);
        }
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
        return page(read, key, Optional.empty());
    }

    /**
     * The same where rows have been looked for among others, and not up to the end of the list.
     *
     * @param end the key up to which they have been looked for, that row included, if that is why there are not as many
     *     as wanted: the page may then have few rows or none, and it is gone on from there all the same
     */
    public <T> Page<T> page(List<T> read, Function<T, String> key, Optional<String> end) {
        boolean more = read.size() > limit;
        List<T> rows = more ? read.subList(0, limit) : read;
        List<T> inOrder = backwards() ? rows.reversed() : rows;
        boolean before = backwards() ? more || end.isPresent() : cursor != null;
        boolean behind = backwards() || more || end.isPresent();
        Optional<String> first = inOrder.isEmpty() ? end : Optional.of(key.apply(inOrder.getFirst()));
        Optional<String> last = inOrder.isEmpty() ? end : Optional.of(key.apply(inOrder.getLast()));
        return new Page<>(
                List.copyOf(inOrder),
                cursor(before, true, backwards() ? end.or(() -> first) : first),
                cursor(behind, false, backwards() ? last : end.or(() -> last)));
    }

    private Optional<String> cursor(boolean wanted, boolean back, Optional<String> key) {
        return key.filter(any -> wanted).map(from -> new Cursor(back, from).text(list));
    }
}
