package io.cartledger.query.history;

import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvent.CartAbandoned;
import io.cartledger.cart.CartEvent.CartCheckedOut;
import io.cartledger.cart.CartEvent.CartClaimed;
import io.cartledger.cart.CartEvent.CartCleared;
import io.cartledger.cart.CartEvent.CartMerged;
import io.cartledger.cart.CartEvent.CartOpened;
import io.cartledger.cart.CartEvent.CartRestored;
import io.cartledger.cart.CartEvent.ItemAdded;
import io.cartledger.cart.CartEvent.ItemRemoved;
import io.cartledger.cart.CartEvent.LineCorrected;
import io.cartledger.cart.CartEvent.LinesAbsorbed;
import io.cartledger.cart.CartEvent.QuantityChanged;
import io.cartledger.cart.ItemId;
import io.cartledger.customer.CustomerEvent;
import io.cartledger.customer.CustomerEvent.AllowanceGranted;
import io.cartledger.customer.CustomerEvent.AllowanceRevoked;
import io.cartledger.customer.CustomerEvent.NoteAdded;
import io.cartledger.query.history.ChangeEntry.ChangedLine;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in plain language what has changed. What the reader may not see is not in the change, and so not in the words. */
final class Summaries {

    /** A cart has up to hundreds of lines; all of them are beside the summary. */
    private static final int MOST_LINES = 5;

    private static final String OPTIONS = "~";

    private Summaries() {}

    static String of(CartEvent event, ChangeEntry change) {
        List<ChangedLine> lines = change.lines();
        return switch (event) {
            case CartOpened e when e.customer() != null -> "opened for customer " + e.customer();
            case CartOpened e when e.guest() != null -> "opened for a guest";
            case CartOpened _ -> "opened for nobody in particular";
            case ItemAdded e ->
                "added " + e.added().units() + " × " + item(e.item().itemId()) + ", now "
                        + e.lineQuantity().units();
            case QuantityChanged e ->
                "changed " + fromTo(e.itemId(), e.lineQuantity().units(), lines);
            case ItemRemoved e -> "removed " + item(e.itemId()) + was(e.itemId(), lines);
            case CartCleared _ -> "cleared: " + all(lines);
            case CartClaimed e -> "claimed by customer " + e.customer();
            case LinesAbsorbed e -> "merged cart " + e.from() + " into it: " + all(lines);
            case CartMerged e -> "merged into cart " + e.into() + ", and closed";
            case CartCheckedOut e -> "checked out as order " + e.orderReference();
            case LineCorrected e ->
                who(change) + " corrected " + fromTo(e.itemId(), e.lineQuantity(), lines) + ticket(change)
                        + words(change.reason());
            case CartRestored e ->
                "restored the lines of version " + e.version() + " (" + all(lines) + ")" + words(change.reason());
            case CartAbandoned _ -> "abandoned, as nobody had touched it for long";
        };
    }

    /** @param note what was noted; null if it is not for the reader, or is erased */
    static String of(CustomerEvent event, ChangeEntry change, @Nullable String note) {
        return switch (event) {
            case AllowanceGranted e ->
                who(change) + " allowed " + e.units().units() + " × " + e.sku() + " more until " + e.until()
                        + ticket(change);
            case AllowanceRevoked e -> who(change) + " took back allowance " + e.allowance() + ticket(change);
            case NoteAdded _ -> who(change) + " added a note" + ticket(change) + words(note);
        };
    }

    /** Options may be long, so they are only hinted at: the item's identifier is beside the summary. */
    private static String item(ItemId itemId) {
        return itemId.sku() + (itemId.value().contains(OPTIONS) ? " (with options)" : "");
    }

    /** Only support does what is told with a name. */
    private static String who(ChangeEntry change) {
        return change.actor() == null ? "support" : change.actor().id();
    }

    private static String fromTo(ItemId itemId, int after, List<ChangedLine> lines) {
        return lines.stream()
                .filter(line -> line.itemId().equals(itemId.value()))
                .map(line -> fromTo(itemId, line))
                .findFirst()
                .orElse(item(itemId) + " to " + after);
    }

    private static String fromTo(ItemId itemId, ChangedLine line) {
        return item(itemId) + " from " + line.before() + " to " + line.after();
    }

    private static String was(ItemId itemId, List<ChangedLine> lines) {
        return lines.stream()
                .filter(line -> line.itemId().equals(itemId.value()))
                .map(line -> " (was " + line.before() + ")")
                .findFirst()
                .orElse("");
    }

    private static String all(List<ChangedLine> lines) {
        if (lines.isEmpty()) {
            return "no line is other than before";
        }
        String first = lines.stream()
                .limit(MOST_LINES)
                .map(line -> fromTo(new ItemId(line.itemId()), line))
                .collect(Collectors.joining(", "));
        int more = lines.size() - MOST_LINES;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    private static String ticket(ChangeEntry change) {
        return change.ticket() == null ? "" : " (ticket " + change.ticket() + ")";
    }

    /** On one line. */
    private static String words(@Nullable String text) {
        return text == null ? "" : ": " + text.strip().replaceAll("\\s+", " ");
    }
}
