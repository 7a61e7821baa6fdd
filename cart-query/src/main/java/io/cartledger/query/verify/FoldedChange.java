package io.cartledger.query.verify;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A change with its lines, as it is to be or as it is. Confined to one thread. */
final class FoldedChange {

    /** There is none. */
    static final FoldedChange NOTHING = new FoldedChange();

    /** The columns whose values are told: an operator may read no cart, nor who has done what. */
    private static final Set<String> TOLD = Set.of("cart_id", "version", "type", "recorded_at", "received_at");

    @Nullable
    ChangeRow row;

    final Set<Line> lines = new LinkedHashSet<>();

    record Line(String itemId, String sku, int before, int after) {

        /** All but the SKU, which an operator is not told. */
        String told() {
            return "item_id " + itemId + " from " + before + " to " + after;
        }

        boolean isToldAs(Line other) {
            return told().equals(other.told());
        }
    }

    /** In what another one that was found is otherwise than this one, which the events make. */
    String difference(FoldedChange found) {
        var details = new ArrayList<String>();
        if (row != null && found.row != null) {
            var is = found.row.columns();
            row.columns().forEach((column, value) -> {
                if (!Objects.equals(value, is.get(column))) {
                    details.add(
                            TOLD.contains(column)
                                    ? "change has " + column + " " + is.get(column) + " where the events make " + value
                                    : "change has another " + column + " than the events make");
                }
            });
        } else if (found.row != null) {
            details.add("change has a row, which no event makes");
        } else if (row != null) {
            details.add("change has no row, which the events make");
        }
        for (Line line : found.lines) {
            if (!lines.contains(line)) {
                details.add(
                        lines.stream().anyMatch(line::isToldAs)
                                ? "change_line has another sku for " + line.told()
                                : "change_line has " + line.told() + ", which no event makes");
            }
        }
        for (Line line : lines) {
            if (!found.lines.contains(line) && found.lines.stream().noneMatch(line::isToldAs)) {
                details.add("change_line has no " + line.told() + ", which the events make");
            }
        }
        return String.join("; ", details);
    }
}
