package io.cartledger.query.history;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CustomerId;
import io.cartledger.query.customer.NoteTable;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.history.ChangeEntry.Actor;
import io.cartledger.query.ledger.RecordedRefusal;
import io.cartledger.query.page.Page;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something in a history, with what its reader may see of it. Has a change or a refusal.
 *
 * @param note what was noted, if it is a note
 */
record VisibleItem(
        TimelineKey place,
        @Nullable ChangeEntry change,
        @Nullable String note,
        @Nullable RecordedRefusal refusal) {

    private static final String NOTE_ADDED = "NoteAdded";

    /** Reads what the changes of a page are, as this caller may see them. */
    static Page<VisibleItem> page(ViewConnection view, Page<TimelineItem> page, Caller caller) throws SQLException {
        List<Long> positions = page.rows().stream()
                .filter(found -> found.refusal() == null)
                .map(found -> found.place().number())
                .toList();
        Map<Long, ChangeEntry> changes = ChangeRows.at(view, positions, caller.maySeePersonal());
        Map<Long, String> notes = caller.maySeePersonal() ? notes(view, changes.values()) : Map.of();
        return page.flatMap(found -> {
            if (found.refusal() != null) {
                return Optional.of(new VisibleItem(found.place(), null, null, found.refusal()));
            }
            // One that was parked since it was found is not there.
            return Optional.ofNullable(changes.get(found.place().number()))
                    .map(change -> new VisibleItem(found.place(), shown(change, caller), note(change, notes), null));
        });
    }

    /** By their versions: what a page tells of files, it tells of one. */
    private static Map<Long, String> notes(ViewConnection view, Collection<ChangeEntry> changes) throws SQLException {
        List<ChangeEntry> added = changes.stream().filter(VisibleItem::isNote).toList();
        return added.isEmpty()
                ? Map.of()
                : NoteTable.texts(
                        view,
                        new CustomerId(Objects.requireNonNull(added.getFirst().customer())),
                        added.stream().map(ChangeEntry::version).toList());
    }

    private static boolean isNote(ChangeEntry change) {
        return change.type().equals(NOTE_ADDED);
    }

    private static @Nullable String note(ChangeEntry change, Map<Long, String> notes) {
        return isNote(change) ? notes.get(change.version()) : null;
    }

    /** Somebody who shops is not told who else has changed the cart, nor by which request. */
    private static ChangeEntry shown(ChangeEntry change, Caller caller) {
        Actor own = new Actor(caller.kindName(), caller.subject());
        return caller.isTrusted() || own.equals(change.actor()) ? change : withoutWho(change);
    }

    private static ChangeEntry withoutWho(ChangeEntry change) {
        return new ChangeEntry(
                change.cartId(),
                change.customer(),
                change.version(),
                change.type(),
                change.recordedAt(),
                change.receivedAt(),
                change.channel(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                change.lines());
    }
}
