package io.cartledger.query.verify;

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
import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.GuestId;
import io.cartledger.cart.Item;
import io.cartledger.cart.MergePolicy;
import io.cartledger.cart.OrderReference;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Reason;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import io.cartledger.command.CartRequest;
import io.cartledger.command.ledger.CommandKey;
import io.cartledger.customer.CustomerCommand.AddNote;
import io.cartledger.customer.CustomerCommand.GrantAllowance;
import io.cartledger.customer.CustomerCommand.RevokeAllowance;
import io.cartledger.customer.NoteText;
import io.cartledger.http.Preconditions;
import io.cartledger.ledger.Origin;
import io.cartledger.query.consistency.LiveView;
import io.cartledger.query.ledger.LedgerEventSource;
import io.cartledger.query.projection.TestView;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.sql.DataSource;

/** A ledger with all that there can be in one, written by real commands; the first ones are always the same. */
final class VerifiedShop {

    static final CartId FIRST = new CartId("t-1");
    static final CartId ORDERED = new CartId("t-2");
    private static final CartId ABANDONED = new CartId("t-3");

    private static final Caller BACK_END = new Caller(Caller.Kind.BACK_END, "test");
    private static final Item SOCK = new Item(new Sku("SOCK"));
    private static final Item BOOT = new Item(new Sku("DRN-7X"));
    private static final Item ENGRAVED = new Item(new Sku("DRN-7X"), Map.of("engraving", "F\u00fcr Mia \\ 'x'"));
    private static final List<Item> ITEMS = List.of(SOCK, BOOT, ENGRAVED);
    private static final Reason WHY = new Reason("Added twice");
    private static final CustomerId ANNA = new CustomerId("4421");

    final TestView view = new TestView();
    private final Random random;

    VerifiedShop(long seed) {
        this.random = new Random(seed);
        view.send(new OpenCart(FIRST, ANNA)); // position 1
        view.send(new AddItem(FIRST, SOCK, new Quantity(2)));
        view.send(new AddItem(FIRST, BOOT, new Quantity(1)));
        view.send(new ChangeQuantity(FIRST, SOCK.itemId(), 5)); // position 4
        view.send(new RemoveItem(FIRST, BOOT.itemId()));
        view.send(new AddItem(FIRST, ENGRAVED, new Quantity(1)));
        view.send(new OpenCart(ORDERED, new CustomerId("4422")));
        view.send(new AddItem(ORDERED, SOCK, new Quantity(3))); // position 8
        keyed(new CheckOut(ORDERED, new OrderReference("O-1")), "first");
        view.send(new AddItem(ABANDONED, SOCK, new Quantity(1)));
        view.send(new AbandonCart(ABANDONED, 1));
        var until = Instant.parse("2036-01-01T00:00:00Z");
        view.send(new GrantAllowance(ANNA, SOCK.sku(), new Quantity(2), until, new Ticket("T-1"))); // position 13
        view.send(new GrantAllowance(ANNA, SOCK.sku(), new Quantity(3), until, new Ticket("T-2")));
        view.send(new AddNote(ANNA, new NoteText("Called back"), new Ticket("T-3")));
        view.send(new RevokeAllowance(ANNA, 0, new Ticket("T-4"))); // position 16
        view.send(new OpenCart(new CartId("t-4"), new GuestId("g-9")));
    }

    /** Sends so many, also those that are refused, and some twice with one key. */
    VerifiedShop sendRandom(int count) {
        for (int i = 0; i < count; i++) {
            CartCommand command = randomCommand();
            if (random.nextInt(3) == 0) {
                String key = "k-" + random.nextLong();
                keyed(command, key);
                keyed(command, key);
            } else {
                view.send(command);
            }
        }
        return this;
    }

    /** Fills a cart with so many events that there is a snapshot of it. */
    VerifiedShop sendMany(CartId cart, int count) {
        for (int i = 0; i < count; i++) {
            view.send(new AddItem(cart, SOCK, new Quantity(1)));
        }
        return this;
    }

    private void keyed(CartCommand command, String key) {
        view.commands.dispatch(
                new CartRequest(command, BACK_END, Preconditions.NONE, true),
                Origin.system("test", Instant.EPOCH).withKey(key),
                new CommandKey("test", key, command.toString()));
    }

    private CartCommand randomCommand() {
        CartId cart = cart();
        Item item = ITEMS.get(random.nextInt(ITEMS.size()));
        int units = random.nextInt(6);
        return switch (random.nextInt(22)) {
            case 0, 1 -> new OpenCart(cart, random.nextBoolean() ? customer() : new GuestId("g-" + random.nextInt(4)));
            case 2 -> new ClearCart(cart);
            case 3 -> new RemoveItem(cart, item.itemId());
            case 4, 5 -> new ChangeQuantity(cart, item.itemId(), units);
            case 6 -> new CorrectLine(cart, item.itemId(), units % 3, WHY, new Ticket("T-1"));
            case 7 -> new RestoreCart(cart, random.nextInt(5), WHY);
            case 8, 9 -> new ClaimCart(cart, customer(), MergePolicy.MAX);
            case 10, 11 -> new MergeCart(cart, new CartId(cart.value() + "-more"), MergePolicy.SUM);
            case 12 -> new CheckOut(cart, new OrderReference("O-" + units));
            case 13 -> new AbandonCart(cart, random.nextInt(4));
            case 14, 15 ->
                new ChangeCart(
                        cart,
                        List.of(
                                new AddItem(cart, item, new Quantity(1)),
                                new ChangeQuantity(cart, item.itemId(), units)));
            default -> new AddItem(cart, item, new Quantity(units + 1));
        };
    }

    private CartId cart() {
        return new CartId("c-" + random.nextInt(30) + (random.nextInt(4) == 0 ? "-more" : ""));
    }

    private CustomerId customer() {
        return new CustomerId("c" + random.nextInt(8));
    }

    VerifiedShop caughtUp() throws SQLException {
        view.catchUp();
        return this;
    }

    void execute(String sql) {
        view.database.execute(sql);
    }

    long number(String sql) {
        return view.jdbc.sql(sql).query(Long.class).single();
    }

    /** What comes of verifying it. */
    record Verified(List<Finding> findings, List<Finding> discarded, Verification.Result result) {}

    Verified verify() throws SQLException, InterruptedException {
        try (var verification = verification(view.database.unpooledAs("cart_view"))) {
            verification.start();
            if (!verification.await(Duration.ofMinutes(2))) {
                throw new IllegalStateException("it does not end");
            }
            return new Verified(
                    verification.findings().take(), verification.findings().takeDiscarded(), verification.result());
        }
    }

    /** @param ledger connections that read the ledger */
    Verifier verifier(DataSource ledger, LiveView live, int foldRevision) {
        return new Verifier(
                ledger,
                view.database.unpooledAs("cart_view"),
                new LedgerEventSource(view.view),
                live,
                Duration.ofDays(30),
                foldRevision);
    }

    /** One that has not been started, and reads the ledger with these connections. */
    Verification verification(DataSource ledger) throws SQLException {
        return new Verification(
                ledger,
                view.database.unpooledAs("cart_view"),
                TestView.GENERATION,
                new LedgerEventSource(view.view),
                Duration.ofDays(30),
                () -> {});
    }
}
