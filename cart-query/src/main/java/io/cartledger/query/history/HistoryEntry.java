package io.cartledger.query.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to a cart or a customer's file, or was to happen and was refused. Has a change or a refusal.
 *
 * @param at when: a change by the ledger's time, a refusal when the request came in
 * @param summary the same in plain language
 * @param note what was noted in the file; personal
 * @param mergedFrom the cart whose lines have come into this one; its own history ends with that
 * @param mergedInto the cart that the lines of this one have gone into, whose history goes on
 * @param change what has changed
 * @param refusal what was asked, of a command that was refused or replayed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"at", "kind", "summary", "note", "mergedFrom", "mergedInto", "change", "refusal"})
public record HistoryEntry(
        Instant at,
        Kind kind,
        String summary,
        @Nullable String note,
        @Nullable String mergedFrom,
        @Nullable String mergedInto,
        @Nullable ChangeEntry change,
        @Nullable RefusalEntry refusal) {

    /** What came of a command. */
    public enum Kind {
        /** It has changed something. */
        CHANGE,
        /** It was refused; nothing has changed. */
        REFUSAL,
        /** It had been sent before, and was answered as before; nothing has changed. */
        REPLAY;

        /** In lower case. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
