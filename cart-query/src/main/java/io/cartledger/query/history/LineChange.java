package io.cartledger.query.history;

import io.cartledger.cart.CartState;
import io.cartledger.cart.Item;
import io.cartledger.cart.ItemId;
import io.cartledger.cart.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A line that is other than it was.
 *
 * @param unitsBefore 0 if there was none
 * @param unitsAfter 0 if there is none any more
 */
public record LineChange(Item item, int unitsBefore, int unitsAfter) {

    /** What has become other from one state of a cart to another: lines that were there first, then new ones. */
    public static List<LineChange> between(CartState before, CartState after) {
        var changes = new ArrayList<LineChange>();
        before.lines().forEach((itemId, line) -> add(changes, line.item(), units(line), units(after, itemId)));
        after.lines().forEach((itemId, line) -> {
            if (!before.lines().containsKey(itemId)) {
                add(changes, line.item(), 0, units(line));
            }
        });
        return changes;
    }

    private static void add(List<LineChange> changes, Item item, int before, int after) {
        if (before != after) {
            changes.add(new LineChange(item, before, after));
        }
    }

    private static int units(CartState cart, ItemId itemId) {
        Map<ItemId, Line> lines = cart.lines();
        Line line = lines.get(itemId);
        return line == null ? 0 : units(line);
    }

    private static int units(Line line) {
        return line.quantity().units();
    }
}
