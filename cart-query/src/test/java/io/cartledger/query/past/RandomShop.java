package io.cartledger.query.past;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.AbandonCart;
import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.ChangeCart;
import io.cartledger.cart.CartCommand.ChangeQuantity;
import io.cartledger.cart.CartCommand.CheckOut;
import io.cartledger.cart.CartCommand.ClaimCart;
import io.cartledger.cart.CartCommand.ClearCart;
import io.cartledger.cart.CartCommand.CorrectLine;
import io.cartledger.cart.CartCommand.MergeCart;
import io.cartledger.cart.CartCommand.OpenCart;
import io.cartledger.cart.CartCommand.RemoveItem;
import io.cartledger.cart.CartCommand.RestoreCart;
import io.cartledger.cart.CartEvents;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartLimits;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.GuestId;
import io.cartledger.cart.Item;
import io.cartledger.cart.MergePolicy;
import io.cartledger.cart.OrderReference;
import io.cartledger.cart.PurchaseLimits;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Reason;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import io.cartledger.command.CartRequest;
import io.cartledger.command.ShopRules;
import io.cartledger.command.dispatch.CommandDispatcher;
import io.cartledger.command.dispatch.CommandSide;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.command.testing.TestLedger;
import io.cartledger.http.Preconditions;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Origin;
import io.cartledger.ledger.Recorded;
import io.cartledger.query.ledger.EventPages;
import io.cartledger.query.ledger.EventSource;
import io.cartledger.query.ledger.LedgerEventSource;
import io.cartledger.query.ledger.ShortPages;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A real ledger, written by real commands of all kinds on a few carts. */
final class RandomShop {

    private static final int CARTS = 12;
    private static final Reason WHY = new Reason("Added twice");
    private static final Caller BACK_END = new Caller(Caller.Kind.BACK_END, "test");

    final TestDatabase database = TestDatabase.withLedger();
    final EventSource events = new ShortPages(new LedgerEventSource(database.as("cart_view")));
    private final CommandDispatcher commands;
    private final Random random;

    RandomShop(long seed) {
        var ledger = TestLedger.on(database.as("cart_command"));
        var rules = new ShopRules(new CartLimits(999, 6, 64, 64), PurchaseLimits.NONE);
        var settings = new CommandSide.Settings(rules, Duration.ofSeconds(10), 100);
        this.commands = new CommandSide(ledger, settings, new SimpleMeterRegistry()).dispatcher();
        this.random = new Random(seed);
    }

    /** Also those that are refused. */
    void sendRandom(int count) {
        for (int i = 0; i < count; i++) {
            send(randomCommand());
        }
    }

    void send(CartCommand command) {
        commands.dispatch(
                new CartRequest(command, BACK_END, Preconditions.NONE, true),
                Origin.system("test", Instant.EPOCH),
                null);
    }

    /** What has happened to carts, by position. */
    List<Recorded<Written>> history() throws SQLException {
        var pages = new EventPages((last, limit) -> events.after(last == null ? 0 : last.position(), limit), 1_000);
        var history = new ArrayList<Recorded<Written>>();
        for (List<Recorded<Written>> page = pages.next(); !page.isEmpty(); page = pages.next()) {
            page.stream()
                    .filter(event -> event.aggregateType().equals(CartEvents.AGGREGATE_TYPE))
                    .forEach(history::add);
        }
        return history;
    }

    /** What has happened to a cart. */
    List<Recorded<Written>> history(CartId cart) throws SQLException {
        return history().stream()
                .filter(event -> event.aggregateId().equals(cart.value()))
                .toList();
    }

    private CartCommand randomCommand() {
        CartId cart = cart();
        Item item = new Item(
                new Sku("SKU-" + random.nextInt(4)), random.nextBoolean() ? Map.of() : Map.of("engraving", "Mia"));
        int units = random.nextInt(6);
        return switch (random.nextInt(24)) {
            case 0 -> new OpenCart(cart, random.nextBoolean() ? customer() : new GuestId("g-" + random.nextInt(4)));
            case 1 -> new ClearCart(cart);
            case 2, 3 -> new RemoveItem(cart, item.itemId());
            case 4, 5, 6 -> new ChangeQuantity(cart, item.itemId(), units);
            case 7 -> new CorrectLine(cart, item.itemId(), units % 3, WHY, new Ticket("T-1"));
            case 8 -> new RestoreCart(cart, random.nextInt(5), WHY);
            case 9 -> new ClaimCart(cart, customer(), MergePolicy.MAX);
            case 10 -> new MergeCart(cart, new CartId(cart.value() + "0"), MergePolicy.SUM);
            case 11 -> new CheckOut(cart, new OrderReference("O-1"));
            case 12 -> new AbandonCart(cart, version(cart));
            case 13, 14 ->
                new ChangeCart(
                        cart,
                        List.of(
                                new AddItem(cart, item, new Quantity(1)),
                                new ChangeQuantity(cart, item.itemId(), units)));
            default -> new AddItem(cart, item, new Quantity(units + 1));
        };
    }

    private long version(CartId cart) {
        try {
            return history(cart).size() - 1;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private CartId cart() {
        return new CartId("c-" + random.nextInt(CARTS) + "0".repeat(random.nextInt(4)));
    }

    private CustomerId customer() {
        return new CustomerId("442" + random.nextInt(4));
    }
}
