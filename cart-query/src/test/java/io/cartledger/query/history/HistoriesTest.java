package io.cartledger.query.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.ClaimCart;
import io.cartledger.cart.CartCommand.CorrectLine;
import io.cartledger.cart.CartCommand.MergeCart;
import io.cartledger.cart.CartCommand.OpenCart;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.GuestId;
import io.cartledger.cart.Item;
import io.cartledger.cart.ItemId;
import io.cartledger.cart.MergePolicy;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Reason;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import io.cartledger.customer.CustomerCommand.AddNote;
import io.cartledger.customer.NoteText;
import io.cartledger.query.customer.NoteTable;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.history.ChangeEntry.Actor;
import io.cartledger.query.history.ChangeEntry.ChangedLine;
import io.cartledger.query.history.HistoryEntry.Kind;
import io.cartledger.query.page.Total;
import io.cartledger.query.projection.TestView;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is told what of a history. */
class HistoriesTest {

    private static final CartId CART = new CartId("c-1");
    private static final CustomerId CUSTOMER = new CustomerId("4421");
    private static final Caller OWNER = new Caller(Caller.Kind.CUSTOMER, "4421");
    private static final Caller ANALYST = new Caller(Caller.Kind.ANALYST, "ada");
    private static final Reason WHY = new Reason("Added twice");

    private final HistoryShop shop = new HistoryShop();

    /** A guest's cart, then the customer's; support has corrected it. Three were refused, one of them the customer. */
    @BeforeEach
    void aCart() throws SQLException {
        shop.send("guest/g-1", new OpenCart(CART, new GuestId("g-1")));
        shop.send("guest/g-1", new AddItem(CART, new Item(new Sku("DRN-7X")), new Quantity(2)));
        shop.send("customer/4421", new ClaimCart(CART, CUSTOMER, MergePolicy.SUM));
        shop.send("support/anna", new CorrectLine(CART, new ItemId("DRN-7X"), 1, WHY, new Ticket("T-1")));
        shop.refuse(Instant.now(), "purchase-limit-exceeded", "c-1", "customer/4421", "own");
        shop.refuse(Instant.now(), "cart-not-found", "c-1", "customer/4422", "stranger's");
        shop.refuse(Instant.now(), "unauthenticated", "c-1", null, "nobody's");
    }

    private List<HistoryEntry> seenBy(Caller caller) {
        return shop.of(CART, caller).orElseThrow().page().rows();
    }

    private static ChangeEntry change(HistoryEntry entry) {
        return Objects.requireNonNull(entry.change());
    }

    private static List<String> summaries(List<HistoryEntry> entries) {
        return entries.stream().map(HistoryEntry::summary).toList();
    }

    @Test
    void supportIsToldAll() {
        List<HistoryEntry> entries = seenBy(HistoryShop.SUPPORT);

        assertThat(summaries(entries))
                .containsExactly(
                        "opened for a guest",
                        "added 2 × DRN-7X, now 2",
                        "claimed by customer 4421",
                        "anna corrected DRN-7X from 2 to 1 (ticket T-1): Added twice",
                        "refused: purchase limit of DRN-7X reached (asked to add an item, DRN-7X)",
                        "refused: there is no such cart (asked to add an item, DRN-7X)",
                        "refused: a token is needed (asked to add an item, DRN-7X)");
        ChangeEntry corrected = change(entries.get(3));
        assertThat(corrected.lines()).containsExactly(new ChangedLine("DRN-7X", "DRN-7X", 2, 1));
        assertThat(corrected.actor()).isEqualTo(new Actor("support", "anna"));
        assertThat(corrected.reason()).isEqualTo("Added twice");
        assertThat(corrected.ip()).isEqualTo("203.0.113.7");
        assertThat(corrected.session()).isEqualTo("s-1");
        assertThat(corrected.userAgent()).isEqualTo("Phone/1.0");
        assertThat(Objects.requireNonNull(entries.get(5).refusal()).actor()).isEqualTo(new Actor("customer", "4422"));
    }

    @Test
    void othersWhoSeeEveryCartAreToldNothingPersonal() {
        List<HistoryEntry> entries = seenBy(ANALYST);

        assertThat(entries).hasSize(7);
        assertThat(entries.subList(0, 4)).allSatisfy(entry -> {
            ChangeEntry change = change(entry);
            assertThat(change.ip()).isNull();
            assertThat(change.session()).isNull();
            assertThat(change.userAgent()).isNull();
            assertThat(change.reason()).isNull();
            assertThat(change.actor()).isNotNull();
        });
        assertThat(entries.get(3).summary()).isEqualTo("anna corrected DRN-7X from 2 to 1 (ticket T-1)");
    }

    @Test
    void theOwnerIsToldWhoOnlyWhereItWasThemselvesAndOnlyTheirOwnRefusals() {
        List<HistoryEntry> entries = seenBy(OWNER);

        assertThat(summaries(entries))
                .containsExactly(
                        "opened for a guest",
                        "added 2 × DRN-7X, now 2",
                        "claimed by customer 4421",
                        "support corrected DRN-7X from 2 to 1",
                        "refused: purchase limit of DRN-7X reached (asked to add an item, DRN-7X)");
        assertThat(change(entries.get(2)).actor()).isEqualTo(new Actor("customer", "4421"));
        assertThat(change(entries.get(2)).ip()).isNull();
        for (int other : List.of(0, 1, 3)) {
            ChangeEntry change = change(entries.get(other));
            assertThat(java.util.stream.Stream.of(
                            change.actor(),
                            change.client(),
                            change.requestId(),
                            change.correlationId(),
                            change.commandId(),
                            change.idempotencyKey(),
                            change.ticket(),
                            change.reason(),
                            change.ip(),
                            change.session(),
                            change.userAgent()))
                    .containsOnlyNulls();
        }
        assertThat(shop.of(CART, OWNER).orElseThrow().total()).isEqualTo(new Total(5, false));
    }

    @Test
    void forEverybodyElseWhoShopsThereIsNoSuchCart() {
        assertThat(shop.of(CART, new Caller(Caller.Kind.CUSTOMER, "4422"))).isEmpty();
        assertThat(shop.of(CART, new Caller(Caller.Kind.GUEST, "g-1"))).isEmpty();
        assertThat(shop.of(new CartId("none"), HistoryShop.SUPPORT)).isEmpty();
    }

    @Test
    void cartsThatWereMergedAreLinked() throws SQLException {
        var from = new CartId("c-2");
        shop.send("customer/4421", new OpenCart(from, null));
        shop.send("customer/4421", new AddItem(from, new Item(new Sku("DRN-7X")), new Quantity(4)));
        shop.send("back-end/erp", new MergeCart(CART, from, MergePolicy.SUM));

        HistoryEntry absorbed = seenBy(HistoryShop.SUPPORT).getLast();
        HistoryEntry merged =
                shop.of(from, HistoryShop.SUPPORT).orElseThrow().page().rows().getLast();

        assertThat(absorbed.mergedFrom()).isEqualTo("c-2");
        assertThat(absorbed.summary()).isEqualTo("merged cart c-2 into it: DRN-7X from 1 to 5");
        assertThat(merged.mergedInto()).isEqualTo("c-1");
        assertThat(change(merged).commandId()).isEqualTo(change(absorbed).commandId());
    }

    @Test
    void aCustomersHistoryHasTheFileAndTheCartFromWhenItWasTheirs() throws SQLException {
        shop.view.send(new AddNote(CUSTOMER, new NoteText("Call\nback"), new Ticket("T-2")));
        shop.view.catchUp();
        shop.refuse(Instant.now(), "replayed", null, "customer/4421", "elsewhere");
        shop.refuse(Instant.now(), "replayed", null, "back-end/4421", "namesake's");

        List<HistoryEntry> entries =
                shop.page(CUSTOMER, 100, null, false).page().rows();

        assertThat(summaries(entries))
                .containsExactly(
                        "claimed by customer 4421",
                        "anna corrected DRN-7X from 2 to 1 (ticket T-1): Added twice",
                        "refused: purchase limit of DRN-7X reached (asked to add an item, DRN-7X)",
                        "refused: there is no such cart (asked to add an item, DRN-7X)",
                        "refused: a token is needed (asked to add an item, DRN-7X)",
                        "test added a note (ticket T-2): Call back",
                        "sent again, and answered as before: to add an item, DRN-7X");
        assertThat(entries.get(5).note()).isEqualTo("Call\nback");
        assertThat(entries.getLast().kind()).isEqualTo(Kind.REPLAY);
        assertThat(shop.page(CUSTOMER, 1, null, false).total()).isEqualTo(new Total(7, false));
        assertThat(shop.page(new CustomerId("nobody"), 1, null, false).page().rows())
                .isEmpty();
    }

    @Test
    void ofAnErasedPersonWhatTheyDidIsLeft() throws SQLException {
        shop.view.send(new AddNote(CUSTOMER, new NoteText("Call back"), null));
        shop.view.catchUp();
        UUID[] keys = shop.view
                .jdbc
                .sql("select distinct subject from view_1.change where subject is not null")
                .query(UUID.class)
                .list()
                .toArray(UUID[]::new);
        try (Connection connection = shop.view.view.getConnection()) {
            var view = new ViewConnection(connection, TestView.GENERATION);
            ChangeTable.erase(view, List.of(keys));
            NoteTable.erase(view, List.of(keys));
        }

        List<HistoryEntry> entries =
                shop.page(CUSTOMER, 100, null, false).page().rows();

        assertThat(entries).allSatisfy(entry -> {
            @Nullable ChangeEntry change = entry.change();
            if (change != null) {
                assertThat(change.ip()).isNull();
                assertThat(change.session()).isNull();
                assertThat(change.userAgent()).isNull();
                assertThat(change.reason()).isNull();
            }
            assertThat(entry.note()).isNull();
        });
        assertThat(summaries(entries)).contains("anna corrected DRN-7X from 2 to 1 (ticket T-1)", "test added a note");
    }

    @Test
    void whatIsTooMuchToCountIsEstimated() {
        shop.view.jdbc.sql("""
                        insert into ledger.refusal (received_at, code, status, method, cart_id, ip_hash, request_id)
                        select now(), 'rate-limited', 429, 'POST', 'c-1', '\\x00', 'r'
                        from generate_series(1, ?)
                        """).param(Histories.MOST_COUNTED).update();

        Total total = shop.of(CART, HistoryShop.SUPPORT).orElseThrow().total();

        assertThat(total.estimate()).isTrue();
        assertThat(total.rows()).isGreaterThan(Histories.MOST_COUNTED);
    }
}
