package io.cartledger.query.history;

import io.cartledger.query.history.ChangeEntry.Actor;
import io.cartledger.query.history.ChangeEntry.ChangedLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvSchema;
import tools.jackson.dataformat.csv.CsvWriteFeature;

/** Entries as CSV (RFC 4180), one a row below a header. */
final class HistoryCsv {

    private static final CsvMapper CSV =
            CsvMapper.builder().enable(CsvWriteFeature.STRICT_CHECK_FOR_QUOTING).build();

    private static final CsvSchema LINES_END =
            CsvSchema.emptySchema().withLineSeparator("\r\n").withoutHeader();

    /** With what spreadsheets take a cell for a formula (OWASP, CSV injection). */
    private static final String FORMULA = "(?s)[=+\\-@\\t\\r\\n＝＋－＠].*";

    /** The same behind what some spreadsheets take for the end of a cell, as far as their language has them do so. */
    private static final Pattern FORMULA_WITHIN = Pattern.compile("([;\\t]\"*)(?=[=+\\-@＝＋－＠])");

    private static final Map<String, Function<HistoryEntry, @Nullable Object>> COLUMNS = columns();

    private HistoryCsv() {}

    private static Map<String, Function<HistoryEntry, @Nullable Object>> columns() {
        var columns = new LinkedHashMap<String, Function<HistoryEntry, @Nullable Object>>();
        columns.put("at", HistoryEntry::at);
        columns.put("kind", entry -> entry.kind().word());
        columns.put("summary", HistoryEntry::summary);
        columns.put("cartId", either(ChangeEntry::cartId, RefusalEntry::cartId));
        columns.put("customer", change(ChangeEntry::customer));
        columns.put("version", change(ChangeEntry::version));
        columns.put("type", change(ChangeEntry::type));
        columns.put("lines", change(HistoryCsv::lines));
        columns.put("note", HistoryEntry::note);
        columns.put("mergedFrom", HistoryEntry::mergedFrom);
        columns.put("mergedInto", HistoryEntry::mergedInto);
        columns.put("ticket", change(ChangeEntry::ticket));
        columns.put("reason", change(ChangeEntry::reason));
        columns.put("actorKind", actor(Actor::kind));
        columns.put("actor", actor(Actor::id));
        columns.put("client", either(ChangeEntry::client, RefusalEntry::client));
        columns.put("channel", change(ChangeEntry::channel));
        columns.put("receivedAt", change(ChangeEntry::receivedAt));
        columns.put("commandId", change(ChangeEntry::commandId));
        columns.put("correlationId", change(ChangeEntry::correlationId));
        columns.put("requestId", either(ChangeEntry::requestId, RefusalEntry::requestId));
        columns.put("idempotencyKey", change(ChangeEntry::idempotencyKey));
        columns.put("ip", change(ChangeEntry::ip));
        columns.put("session", change(ChangeEntry::session));
        columns.put("userAgent", change(ChangeEntry::userAgent));
        columns.put("code", refusal(RefusalEntry::code));
        columns.put("status", refusal(RefusalEntry::status));
        columns.put("method", refusal(RefusalEntry::method));
        columns.put("route", refusal(RefusalEntry::route));
        columns.put("itemId", refusal(RefusalEntry::itemId));
        columns.put("sku", refusal(RefusalEntry::sku));
        return columns;
    }

    private static Function<HistoryEntry, @Nullable Object> change(Function<ChangeEntry, @Nullable Object> of) {
        return entry -> entry.change() == null ? null : of.apply(entry.change());
    }

    private static Function<HistoryEntry, @Nullable Object> refusal(Function<RefusalEntry, @Nullable Object> of) {
        return entry -> entry.refusal() == null ? null : of.apply(entry.refusal());
    }

    private static Function<HistoryEntry, @Nullable Object> either(
            Function<ChangeEntry, @Nullable Object> ofChange, Function<RefusalEntry, @Nullable Object> ofRefusal) {
        return entry -> entry.change() == null ? refusal(ofRefusal).apply(entry) : ofChange.apply(entry.change());
    }

    private static Function<HistoryEntry, @Nullable Object> actor(Function<Actor, Object> of) {
        return either(
                change -> change.actor() == null ? null : of.apply(change.actor()),
                refusal -> refusal.actor() == null ? null : of.apply(refusal.actor()));
    }

    /** For example {@code DRN-7X:1>3 SOCK:0>1}: no identifier has any of these characters. */
    private static String lines(ChangeEntry change) {
        return change.lines().stream().map(HistoryCsv::line).collect(Collectors.joining(" "));
    }

    private static String line(ChangedLine line) {
        return line.itemId() + ":" + line.before() + ">" + line.after();
    }

    /** A table with its header. */
    static String of(List<HistoryEntry> entries) {
        Stream<List<String>> rows = entries.stream()
                .map(entry -> COLUMNS.values().stream()
                        .map(column -> cell(column.apply(entry)))
                        .toList());
        return CSV.writer(LINES_END)
                .writeValueAsString(Stream.concat(Stream.of(List.copyOf(COLUMNS.keySet())), rows)
                        .toList());
    }

    /** An apostrophe before it makes text of a formula: much of this is as somebody sent it. */
    private static String cell(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        String guarded = FORMULA_WITHIN.matcher(text).replaceAll("$1'");
        return text.matches(FORMULA) ? "'" + guarded : guarded;
    }
}
