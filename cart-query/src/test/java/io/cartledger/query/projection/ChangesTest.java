package io.cartledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.CorrectLine;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Item;
import io.cartledger.cart.ItemId;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Reason;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import io.cartledger.customer.CustomerCommand.AddNote;
import io.cartledger.customer.NoteText;
import io.cartledger.ledger.Origin;
import io.cartledger.ledger.Origin.Source;
import io.cartledger.ledger.VaultUnavailableException;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.history.ChangeTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The view knows of each change who made it and from where, in the clear, until that person is erased. */
class ChangesTest {

    private static final Source PHONE = new Source("203.0.113.7", "s-1", "Phone/1.0");
    private static final UUID COMMAND = UUID.fromString("00000000-0000-0000-0000-00000000000c");
    private static final String CLEAR = "203.0.113.7 s-1 Phone/1.0";
    private static final String NOTHING = "- - -";

    private final TestView view = new TestView();

    @Test
    void aChangeSaysWhoMadeItAndFromWhere() throws SQLException {
        add("c-1", PHONE);

        view.catchUp();

        assertThat(view.jdbc.sql("""
                        select concat_ws(' ', position, cart_id, coalesce(customer, '-'), version, type, channel, actor_kind,
                          actor, client, request_id, correlation_id, causation_id, host(ip), session, user_agent)
                        from view_1.change
                        where received_at = '1970-01-01T00:00:00Z' and recorded_at > now() - interval '1 hour'
                        order by position
                        """).query(String.class).list())
                .containsExactly(
                        "1 c-1 - 0 CartOpened api back-end test shop r-1 t-1 " + COMMAND + " " + CLEAR,
                        "2 c-1 - 1 ItemAdded api back-end test shop r-1 t-1 " + COMMAND + " " + CLEAR);
    }

    @Test
    void ofAnErasedPersonTheViewIsFoldedWithoutFromWhere() throws SQLException {
        add("c-1", PHONE);
        view.seals.erase("cart/c-1");

        view.catchUp();

        assertThat(sources()).containsExactly("c-1 " + NOTHING, "c-1 " + NOTHING);
    }

    @Test
    void aSealThatWasMovedToAnotherEventStopsNothing() throws SQLException {
        add("c-1", PHONE);
        view.database.execute(
                "update ledger.event set origin = (select origin from ledger.event where position = 1) where position = 2");

        view.catchUp();

        assertThat(sources()).containsExactly("c-1 " + CLEAR, "c-1 " + NOTHING);
    }

    @Test
    void whileTheKeysCannotBeReachedTheViewWaits() throws SQLException {
        add("c-1", PHONE);
        view.seals.setDown(true);

        assertThatThrownBy(view.projector::step).isInstanceOf(VaultUnavailableException.class);

        assertThat(sources()).isEmpty();
        view.seals.setDown(false);
        view.catchUp();
        assertThat(sources()).containsExactly("c-1 " + CLEAR, "c-1 " + CLEAR);
    }

    @Test
    void theKeysOfABatchAreAskedForAtOnce() throws SQLException {
        add("c-1", PHONE);
        add("c-2", PHONE);
        view.send(new AddNote(new CustomerId("4421"), new NoteText("Call back"), null));

        view.catchUp();

        assertThat(view.jdbc
                        .sql("select text from view_1.note")
                        .query(String.class)
                        .single())
                .isEqualTo("Call back");
        assertThat(view.seals.unprepared()).isEmpty();
    }

    @Test
    void erasingTakesOutFromWhereThisPersonCameAndNoMore() throws SQLException {
        add("c-1", PHONE);
        add("c-2", PHONE);
        view.catchUp();
        List<UUID> subjects = view.jdbc
                .sql("select distinct subject from view_1.change where cart_id = 'c-1'")
                .query(UUID.class)
                .list();

        try (Connection connection = view.view.getConnection()) {
            ChangeTable.erase(new ViewConnection(connection, TestView.GENERATION), subjects);
        }

        assertThat(sources()).containsExactly("c-1 " + NOTHING, "c-1 " + NOTHING, "c-2 " + CLEAR, "c-2 " + CLEAR);
    }

    @Test
    void supportsReasonIsReadableUntilThePersonIsErased() throws SQLException {
        add("c-1", PHONE);
        view.send(new CorrectLine(
                new CartId("c-1"), new ItemId("DRN-7X"), 2, new Reason("Came torn"), new Ticket("T-1")));
        view.catchUp();
        List<UUID> subjects = view.jdbc
                .sql("select subject from view_1.change where subject is not null")
                .query(UUID.class)
                .list();

        List<String> before = reasons();
        try (Connection connection = view.view.getConnection()) {
            ChangeTable.erase(new ViewConnection(connection, TestView.GENERATION), subjects);
        }

        assertThat(before).containsExactly("-", "-", "Came torn");
        assertThat(reasons()).containsExactly("-", "-", "-");
    }

    private List<String> reasons() {
        return view.jdbc
                .sql("select coalesce(reason, '-') from view_1.change order by position")
                .query(String.class)
                .list();
    }

    @Test
    void whatIsNoAddressStopsNothing() throws SQLException {
        add("c-1", new Source("unix:", null, "curl"));
        add("c-2", new Source("fe80::1%2", null, "curl"));

        view.catchUp();

        assertThat(sources())
                .containsExactly("c-1 - - curl", "c-1 - - curl", "c-2 fe80::1 - curl", "c-2 fe80::1 - curl");
    }

    @Test
    void eventsOfEarlierBuildsAreTakenAsTheyAre() throws SQLException {
        add("c-1", PHONE);
        view.database.execute(
                "update ledger.event set origin = '{\"channel\":\"api\",\"receivedAt\":\"2026-01-31T23:59:59Z\"}'");

        view.catchUp();

        assertThat(sources()).containsExactly("c-1 " + NOTHING, "c-1 " + NOTHING);
    }

    private void add(String cartId, Source source) {
        var origin =
                new Origin("api", Instant.EPOCH, "back-end", "test", "shop", "r-1", "t-1", COMMAND, null, null, source);
        view.send(new AddItem(new CartId(cartId), new Item(new Sku("DRN-7X")), new Quantity(1)), origin);
    }

    private List<String> sources() {
        return view.jdbc.sql("""
                        select concat_ws(' ', cart_id, coalesce(host(ip), '-'), coalesce(session, '-'), coalesce(user_agent, '-'))
                        from view_1.change
                        order by position
                        """).query(String.class).list();
    }
}
