package io.cartledger.query.projection;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvents;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartLimits;
import io.cartledger.cart.CartState;
import io.cartledger.cart.PurchaseLimits;
import io.cartledger.command.CartRequest;
import io.cartledger.command.CustomerRequest;
import io.cartledger.command.ShopRules;
import io.cartledger.command.dispatch.CommandDispatcher;
import io.cartledger.command.dispatch.CommandResult;
import io.cartledger.command.dispatch.CommandSide;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.command.testing.TestLedger;
import io.cartledger.command.testing.TestSeals;
import io.cartledger.customer.CustomerCommand;
import io.cartledger.customer.CustomerFile;
import io.cartledger.http.Preconditions;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Origin;
import io.cartledger.query.cart.CartTable;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.GenerationSchema;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.ledger.LedgerEventSource;
import io.cartledger.query.ledger.ShortPages;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A real ledger that is written by real commands, and an empty read model over it. */
public final class TestView {

    public static final Generation GENERATION = new Generation(1, Generation.FOLD_REVISION, Generation.State.COMPLETE);

    public final TestDatabase database = TestDatabase.withLedger();
    public final DataSource view = database.as("cart_view");
    public final JdbcClient jdbc = JdbcClient.create(database.as("postgres"));
    public final TestSeals seals = new TestSeals();
    public final CommandDispatcher commands;
    final Projector projector;

    /** Makes both. */
    public TestView() {
        GenerationSchema schema = new GenerationSchema(view);
        try {
            schema.migrate(Generation.FOLD_REVISION);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        var ledger = TestLedger.on(database.as("cart_command"), seals);
        var settings = new CommandSide.Settings(
                new ShopRules(new CartLimits(999, 4, 64, 64), PurchaseLimits.NONE), Duration.ofSeconds(10), 100);
        commands = new CommandSide(ledger, settings, new SimpleMeterRegistry()).dispatcher();
        projector = projector(1_000);
    }

    /** Connections of the role that owns the read model, of which a thread gets an Error instead of its first one. */
    public DataSource failingOnceIn(String thread) {
        var isFirst = new AtomicBoolean(true);
        return new DelegatingDataSource(view) {
            @Override
            public Connection getConnection() throws SQLException {
                if (Thread.currentThread().getName().equals(thread) && isFirst.getAndSet(false)) {
                    throw new StackOverflowError("a test");
                }
                return super.getConnection();
            }
        };
    }

    /**
     * The same, of which a thread gets an Error instead of its next commit.
     *
     * @param armed whether it shall fail; it does once
     */
    DataSource failingAtCommitIn(String thread, AtomicBoolean armed) {
        return new DelegatingDataSource(view) {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                InvocationHandler handler = (_, method, arguments) -> {
                    if (method.getName().equals("commit")
                            && Thread.currentThread().getName().equals(thread)
                            && armed.getAndSet(false)) {
                        throw new StackOverflowError("a test");
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                };
                return (Connection) Proxy.newProxyInstance(
                        TestView.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
            }
        };
    }

    Projector projector(int batchSize) {
        return new Projector(view, GENERATION, new ShortPages(new LedgerEventSource(view)), seals, batchSize);
    }

    /** Sends it from nowhere that is known. */
    public CommandResult<CartState> send(CartCommand command) {
        return send(command, Origin.system("test", Instant.EPOCH));
    }

    public CommandResult<CartState> send(CartCommand command, Origin origin) {
        var caller = new Caller(Caller.Kind.BACK_END, "test");
        return commands.dispatch(new CartRequest(command, caller, Preconditions.NONE, true), origin, null);
    }

    public CommandResult<CustomerFile> send(CustomerCommand command) {
        var request = new CustomerRequest(command, Preconditions.NONE);
        return commands.dispatch(request, Origin.system("test", Instant.EPOCH), null);
    }

    /** Steps until there is nothing left. */
    public void catchUp() throws SQLException {
        while (projector.step().folded() > 0) {
            // The next step reads on from where this one ended.
        }
    }

    public CartState viewed(CartId cartId) throws SQLException {
        try (Connection connection = view.getConnection()) {
            Map<CartId, CartState> carts =
                    CartTable.load(new ViewConnection(connection, GENERATION), List.of(cartId.value()));
            return carts.getOrDefault(cartId, CartState.NONE);
        }
    }

    public CartState folded(CartId cartId) {
        return CartState.of(jdbc.sql("""
                        select type, revision, payload from ledger.event where aggregate_id = ? order by sequence_number
                        """)
                .param(cartId.value())
                .query((row, number) -> event(new Written(row.getString(1), row.getInt(2), row.getString(3))))
                .list());
    }

    private static CartEvent event(Written written) {
        return CartEvents.CODEC.read(written.opened((member, closed) -> Optional.empty()));
    }

    /** All that the read model holds, as text. */
    public List<String> rows() {
        return rows(GENERATION);
    }

    /** The same of another generation. */
    public List<String> rows(Generation generation) {
        return jdbc.sql(generation.sql("""
                        select 'cart ' || c::text from view_n.cart c
                        union all select 'line ' || l::text from view_n.cart_line l
                        union all select 'open ' || o::text from view_n.open_cart o
                        union all select 'customer ' || c::text from view_n.customer c
                        union all select 'allowance ' || a::text from view_n.allowance a
                        union all select 'note ' || n::text from view_n.note n
                        union all select 'change ' || h::text from view_n.change h
                        union all select 'change line ' || l::text from view_n.change_line l
                        union all select 'parked ' || k.aggregate_type || ' ' || k.aggregate_id || ' ' || k.position || ' ' || k.cause
                          from view_n.parked k
                        union all select 'progress ' || p::text from view_n.progress p
                        order by 1
                        """)).query(String.class).list();
    }
}
