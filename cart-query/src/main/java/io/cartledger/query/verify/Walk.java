package io.cartledger.query.verify;

import io.cartledger.ledger.UnknownEventException;
import io.cartledger.query.parked.Aggregate;
import io.cartledger.query.parked.ParkedJson;
import io.cartledger.query.verify.ComparedTable.Taking;
import io.cartledger.query.verify.Sessions.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the events of a range of aggregates, one aggregate after the other, folds them, and compares what is kept of
 * them. Memory holds one aggregate, and a page of those that are to be compared next. Confined to one thread.
 */
abstract class Walk {

    private static final int EVENTS_PER_PAGE = 8_000;

    final Scope scope;
    final Session session;
    private final String type;
    private final Map<String, Long> lastPositions = new HashMap<>(); // of those on the page
    private final Set<String> unfoldable = new HashSet<>(); // likewise
    private Map<String, KeptState> kept = Map.of();
    private String pageBegun = "";
    private int onPage;

    // Of the aggregate that is gone through:
    private String id = "";
    private long sequenceNumber = -1;
    private long position;
    private long lastInView = Long.MAX_VALUE;
    private boolean broken;

    Walk(Scope scope, Session session, String type) {
        this.scope = scope;
        this.session = session;
        this.type = type;
    }

    /** An aggregate begins. */
    abstract void begin(String aggregateId);

    /**
     * Folds its next event.
     *
     * @param inView whether the read model has folded it
     * @return the state, if a snapshot of it is to be compared
     */
    abstract Object fold(EventRow row, boolean inView) throws SQLException;

    /**
     * The aggregate ends.
     *
     * @param whole whether all its events have been folded
     */
    abstract void end(Instant lastRecorded, boolean whole) throws SQLException;

    /** Compares the rows of all since the last call, and gives those that are otherwise. */
    abstract void compare(String after, String last, Taking taking) throws SQLException;

    /** @param last identifier where the range ends, which is in it; it begins behind the other */
    void run(String after, String last) throws SQLException {
        pageBegun = after;
        kept = KeptState.ofRange(session.ledger(), type, after, last);
        long recordedAt = 0;
        try (BinaryRows rows = EventRow.ofRange(session.ledger(), type, after, last, scope.stopping())) {
            while (rows.next()) {
                EventRow row = EventRow.of(rows);
                if (!row.id().equals(id)) {
                    finish(recordedAt);
                    start(row.id());
                }
                take(row);
                recordedAt = row.recordedAt();
            }
        }
        finish(recordedAt);
        comparePage(last);
    }

    private void start(String next) {
        id = next;
        sequenceNumber = -1;
        position = 0;
        broken = false;
        ParkedJson parked = scope.parked().get(new Aggregate(type, next));
        lastInView = parked == null ? scope.position() : Math.min(scope.position(), parked.position() - 1);
        begin(next);
    }

    private void take(EventRow row) throws SQLException {
        onPage++;
        if (row.position() <= position) {
            find(
                    "positions",
                    row,
                    "event " + row.sequenceNumber() + " stands before event " + sequenceNumber
                            + ", which is at position " + position);
        }
        if (row.sequenceNumber() != sequenceNumber + 1 && !broken) {
            find("sequence-numbers", row, "event " + row.sequenceNumber() + " follows event " + sequenceNumber);
            breakOff();
        }
        sequenceNumber = row.sequenceNumber();
        position = row.position();
        if (!broken) {
            fold(row);
        }
    }

    private void fold(EventRow row) throws SQLException {
        try {
            Object state = fold(row, row.position() <= lastInView);
            KeptState snapshot = kept.get(id);
            if (snapshot != null && snapshot.version() == row.sequenceNumber() && !snapshot.isOf(state)) {
                find("snapshots", row, "work.snapshot has another state of version " + row.sequenceNumber());
            }
        } catch (UnknownEventException e) {
            findUnfoldable(row, e.getMessage() + ": newer software has written it, or nobody");
        } catch (RuntimeException e) {
            findUnfoldable(row, String.valueOf(e.getMessage()));
        }
    }

    /** Where the read model has parked it for that, it is told of as parked. */
    private void findUnfoldable(EventRow row, @Nullable String cause) {
        ParkedJson parked = scope.parked().get(new Aggregate(type, id));
        if (parked == null || parked.position() != row.position()) {
            find("events", row, "it cannot be folded: " + cause);
            breakOff();
        } else {
            broken = true; // what the read model has of it ends here as well
        }
    }

    /** Nothing can be said any more of what follows, nor of the rows that are kept of it. */
    private void breakOff() {
        broken = true;
        unfoldable.add(id);
    }

    private void find(String check, EventRow row, String detail) {
        scope.findings().add(Finding.of(check, type, id, row.position(), detail));
    }

    private void finish(long lastRecordedAt) throws SQLException {
        if (id.isEmpty()) {
            return;
        }
        end(EventRow.instant(lastRecordedAt), !broken);
        lastPositions.put(id, Math.min(position, scope.position()));
        if (onPage >= EVENTS_PER_PAGE) {
            comparePage(id);
        }
    }

    private void comparePage(String last) throws SQLException {
        compare(pageBegun, last, different -> {
            if (!unfoldable.contains(different.id())) {
                scope.findings()
                        .add(() -> Finding.of(
                                "read-model",
                                type,
                                different.id(),
                                lastPositions.get(different.id()),
                                different.detail()));
            }
        });
        scope.checked().add(onPage);
        pageBegun = last;
        onPage = 0;
        lastPositions.clear();
        unfoldable.clear();
        scope.stopping().requireWanted();
    }
}
