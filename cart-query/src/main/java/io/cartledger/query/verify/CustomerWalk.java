package io.cartledger.query.verify;

import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Ticket;
import io.cartledger.customer.CustomerEvent;
import io.cartledger.customer.CustomerEvent.AllowanceGranted;
import io.cartledger.customer.CustomerEvent.AllowanceRevoked;
import io.cartledger.customer.CustomerEvent.NoteAdded;
import io.cartledger.customer.CustomerEvents;
import io.cartledger.customer.CustomerFile;
import io.cartledger.ledger.Origin;
import io.cartledger.query.customer.CustomerTable;
import io.cartledger.query.rows.RowStatement;
import io.cartledger.query.verify.Aside.Granted;
import io.cartledger.query.verify.ComparedTable.Taking;
import io.cartledger.query.verify.Sessions.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Goes through customers' files. */
final class CustomerWalk extends Walk {

    private static final RowStatement<Noted> NOTES = new RowStatement<Noted>("view_n.note", "")
            .text("customer", Noted::customer)
            .bigint("note", Noted::number)
            .text("added_at", noted -> noted.at().toString())
            .text("actor_kind", noted -> noted.by().actorKind())
            .text("actor", noted -> noted.by().actor())
            .text(
                    "ticket",
                    noted -> noted.ticket() == null ? null : noted.ticket().value());

    /** What is compared of a note: not its text, which is sealed in the event, and may have been erased since. */
    private record Noted(
            String customer,
            long number,
            Instant at,
            Origin by,
            @Nullable Ticket ticket) {}

    private final ViewTables tables = new ViewTables(ViewTables.CUSTOMERS);
    private final ChangeRows rows = new ChangeRows();
    private final Map<CustomerId, CustomerFile> page = new HashMap<>(); // as the read model is to have them
    private final List<Noted> notes = new ArrayList<>();
    private final List<Granted> granted = new ArrayList<>();
    private String customer = "";
    private CustomerFile file = CustomerFile.EMPTY;
    private CustomerFile inViewNow = CustomerFile.EMPTY;

    CustomerWalk(Scope scope, Session session) {
        super(scope, session, CustomerEvents.AGGREGATE_TYPE);
    }

    @Override
    void begin(String aggregateId) {
        customer = aggregateId;
        file = CustomerFile.EMPTY;
        inViewNow = CustomerFile.EMPTY;
    }

    @Override
    Object fold(EventRow row, boolean inView) {
        CustomerEvent event = CustomerEvents.CODEC.read(row.event());
        CustomerFile after = file.apply(row.sequenceNumber(), event);
        ChangeRow change = ChangeRow.of(row, null, customer, ticket(event));
        file = after;
        if (inView) {
            inViewNow = file;
            if (event instanceof NoteAdded note) {
                notes.add(new Noted(
                        customer,
                        row.sequenceNumber(),
                        EventRow.instant(row.recordedAt()),
                        row.origin().origin(),
                        note.ticket()));
            }
            rows.made(row, change, List.of(), scope.changes()::expect);
        }
        return file;
    }

    static @Nullable Ticket ticket(CustomerEvent event) {
        return switch (event) {
            case AllowanceGranted granted -> granted.ticket();
            case AllowanceRevoked revoked -> revoked.ticket();
            case NoteAdded note -> note.ticket();
        };
    }

    @Override
    void end(Instant lastRecorded, boolean whole) {
        if (!whole) {
            scope.unjudged().add(CustomerEvents.AGGREGATE_TYPE + "/" + customer);
        }
        if (inViewNow.version() >= 0) {
            page.put(new CustomerId(customer), inViewNow);
        }
        file.allowances().values().stream()
                .filter(allowance -> !allowance.revoked())
                .map(allowance -> new Granted(customer, allowance))
                .forEach(granted::add);
    }

    @Override
    void compare(String after, String last, Taking taking) throws SQLException {
        scope.aside().add(granted);
        granted.clear();
        CustomerTable.save(tables, Map.of(), page);
        page.clear();
        tables.take(NOTES, notes);
        notes.clear();
        tables.compare(session.view(), after, last, scope.stopping(), taking);
    }
}
