package io.cartledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.ClaimCart;
import io.cartledger.cart.CartCommand.MergeCart;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.GuestId;
import io.cartledger.cart.Item;
import io.cartledger.cart.MergePolicy;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import io.cartledger.command.CartRequest;
import io.cartledger.command.CustomerRequest;
import io.cartledger.command.ShopRules;
import io.cartledger.command.ledger.Ledger;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.command.testing.TestLedger;
import io.cartledger.command.testing.TestSeals;
import io.cartledger.customer.CustomerCommand.GrantAllowance;
import io.cartledger.http.Preconditions;
import io.cartledger.ledger.Origin;
import io.cartledger.ledger.Origin.Source;
import io.cartledger.ledger.RecordedOrigin;
import io.cartledger.ledger.Seals.Place;
import io.cartledger.ledger.VaultUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** From where a command came is sealed, in each event, for whom the event is about. */
class SealedOriginTest {

    private static final CartId ONE = new CartId("c-1");
    private static final CartId OTHER = new CartId("c-2");
    private static final CustomerId MIA = new CustomerId("4421");
    private static final Caller AS_MIA = new Caller(Caller.Kind.CUSTOMER, "4421", new GuestId("g-1"));
    private static final Caller AS_GUEST = new Caller(Caller.Kind.GUEST, "g-1");
    private static final Caller BACK_END = new Caller(Caller.Kind.BACK_END, "shop");
    private static final Source PHONE = new Source("203.0.113.7", "s-1", "Phone/1.0");

    private final TestDatabase database = TestDatabase.withLedger();
    private final TestSeals seals = new TestSeals();
    private final Ledger ledger = TestLedger.on(database.as("cart_command"), seals);
    private final CommandDispatcher commands = new CommandSide(
                    ledger,
                    new CommandSide.Settings(ShopRules.DEFAULTS, Duration.ofSeconds(10), 100),
                    new SimpleMeterRegistry())
            .dispatcher();

    @Test
    void theFirstEventOfACartIsSealedForItsOwnerAlready() {
        send(AS_MIA, add(ONE));

        assertThat(subjects()).containsExactly("CartOpened customer/4421", "ItemAdded customer/4421");
        assertThat(seals.links()).isEmpty();
    }

    @Test
    void aCartOfNobodysIsAboutItself() {
        send(BACK_END, add(ONE));

        assertThat(subjects()).containsExactly("CartOpened cart/c-1", "ItemAdded cart/c-1");
    }

    @Test
    void aClaimIsTheCustomersAndSaysWhoTheGuestIs() {
        send(AS_GUEST, add(ONE));

        send(AS_MIA, new ClaimCart(ONE, MIA, MergePolicy.SUM));

        assertThat(subjects())
                .containsExactly("CartOpened guest/g-1", "ItemAdded guest/g-1", "CartClaimed customer/4421");
        assertThat(seals.links()).containsExactly("guest/g-1 is customer/4421");
    }

    @Test
    void eachCartOfAMergeIsSealedForItsOwnOwner() {
        send(AS_MIA, add(ONE));
        send(AS_GUEST, add(OTHER));

        send(BACK_END, new MergeCart(ONE, OTHER, MergePolicy.SUM));

        assertThat(subjects()).endsWith("CartMerged guest/g-1", "LinesAbsorbed customer/4421");
        assertThat(seals.links()).containsExactly("guest/g-1 is customer/4421");
    }

    @Test
    void twoCartsOfOneCustomerTellNothingNew() {
        send(AS_MIA, add(ONE));
        send(BACK_END, new CartCommand.OpenCart(OTHER, MIA));

        send(AS_MIA, new MergeCart(ONE, OTHER, MergePolicy.SUM));

        assertThat(seals.links()).isEmpty();
    }

    @Test
    void aFileIsAboutItsCustomer() {
        var grant = new GrantAllowance(
                MIA, new Sku("DRN-7X"), new Quantity(1), Instant.parse("2099-01-01T00:00:00Z"), new Ticket("T-1"));

        commands.dispatch(new CustomerRequest(grant, Preconditions.NONE), origin(), null);

        assertThat(subjects()).containsExactly("AllowanceGranted customer/4421");
    }

    @Test
    void allEventsOfACommandHaveOneCauseAndEachItsOwnSeal() {
        send(AS_MIA, add(ONE));

        List<Event> events = events();
        assertThat(events)
                .extracting(event -> event.origin(seals).origin().source())
                .containsOnly(PHONE);
        assertThat(events)
                .extracting(event -> event.origin(seals).origin().causationId())
                .doesNotContainNull()
                .containsExactly(causeOf(events.getLast()), causeOf(events.getLast()));
        var moved = new Event(events.getFirst().id(), "moved", events.getLast().json());
        assertThat(moved.origin(seals).origin().source()).isEqualTo(Source.NONE);
    }

    @Test
    void whereNothingCanBeSealedNothingIsWritten() {
        send(AS_MIA, add(ONE));
        seals.setDown(true);

        assertThatThrownBy(() -> send(AS_MIA, add(ONE))).isInstanceOf(VaultUnavailableException.class);

        assertThat(events()).hasSize(2);
        seals.setDown(false);
        send(AS_MIA, add(ONE));
        assertThat(events()).hasSize(3);
    }

    @Test
    void whatTheServiceDoesByItselfNeedsNoKey() {
        seals.setDown(true);

        commands.dispatch(
                new CartRequest(add(ONE), BACK_END, Preconditions.NONE, true),
                Origin.system("test", Instant.EPOCH),
                null);

        assertThat(events()).extracting(Event::type).containsExactly("CartOpened", "ItemAdded");
    }

    private record Event(UUID id, String type, String json) {

        RecordedOrigin origin(TestSeals seals) {
            return RecordedOrigin.read(json, closed -> seals.open(closed, Place.origin(id)));
        }
    }

    private UUID causeOf(Event event) {
        return event.origin(seals).origin().causationId();
    }

    private List<Event> events() {
        return JdbcClient.create(database.as("cart_command"))
                .sql("select event_id, type, origin from ledger.event order by position")
                .query((row, number) -> new Event(row.getObject(1, UUID.class), row.getString(2), row.getString(3)))
                .list();
    }

    private List<String> subjects() {
        return events().stream()
                .map(event ->
                        event.type() + " " + seals.subject(event.origin(seals).subject()))
                .toList();
    }

    private void send(Caller caller, CartCommand command) {
        commands.dispatch(new CartRequest(command, caller, Preconditions.NONE, true), origin(), null);
    }

    private static Origin origin() {
        return new Origin(
                "api", Instant.EPOCH, "customer", "4421", null, "r-1", "r-1", UUID.randomUUID(), null, null, PHONE);
    }

    private static AddItem add(CartId cartId) {
        return new AddItem(cartId, new Item(new Sku("DRN-7X")), new Quantity(1));
    }
}
