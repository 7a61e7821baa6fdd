package io.cartledger.command.dispatch;

import io.cartledger.command.Cart;
import io.cartledger.command.CartRequest;
import io.cartledger.command.Carts;
import io.cartledger.command.Customer;
import io.cartledger.command.CustomerRequest;
import io.cartledger.command.MergeHandler;
import io.cartledger.command.RestoreHandler;
import io.cartledger.command.ShopRules;
import io.cartledger.command.ledger.AggregateKey;
import io.cartledger.command.ledger.AppendInterceptor;
import io.cartledger.command.ledger.Ledger;
import io.cartledger.command.ledger.LedgerStorageEngine;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.AggregateFactory;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;

/** Puts Axon together, with every part that decides about correctness named here. */
public final class CommandSide implements AutoCloseable {

    /**
     * @param rules what the shop allows
     * @param patience how long a command may take in all
     * @param cachedAggregates most states of each kind of aggregate kept in memory
     */
    public record Settings(ShopRules rules, Duration patience, long cachedAggregates) {}

    private final Configuration axon;
    private final CommandDispatcher dispatcher;

    /** Ready to take commands once constructed. */
    public CommandSide(Ledger ledger, Settings settings, MeterRegistry meters) {
        Factory<Cart> carts = new Factory<>(Cart.class, key -> new Cart(key, settings.rules()));
        Factory<Customer> customers = new Factory<>(Customer.class, Customer::new);
        this.axon = DefaultConfigurer.defaultConfiguration(false)
                .configureEmbeddedEventStore(configuration -> new LedgerStorageEngine(ledger))
                .configureCommandBus(configuration -> commandBus(ledger))
                .configureAggregate(aggregates(carts, settings.cachedAggregates()))
                .configureAggregate(aggregates(customers, settings.cachedAggregates()))
                .registerCommandHandler(
                        configuration -> new MergeHandler(carts(configuration, carts), settings.rules()))
                .registerCommandHandler(configuration -> new RestoreHandler(
                        carts(configuration, carts),
                        (cartId, version) -> Replay.CART.asOf(ledger, Cart.key(cartId), version),
                        settings.rules()))
                .start();
        this.dispatcher = new CommandDispatcher(
                axon.commandBus(),
                ledger,
                new OpenCarts(ledger, settings.cachedAggregates()),
                settings.patience(),
                meters);
    }

    /** The way in. */
    public CommandDispatcher dispatcher() {
        return dispatcher;
    }

    /** No transaction manager: it would take a connection before the aggregate's lock. */
    private static CommandBus commandBus(Ledger ledger) {
        CommandBus bus = SimpleCommandBus.builder()
                .transactionManager(NoTransactionManager.INSTANCE)
                .build();
        bus.registerHandlerInterceptor(new AppendInterceptor(ledger));
        return bus;
    }

    private static <T> AggregateConfigurer<T> aggregates(Factory<T> factory, long cached) {
        var locks = new AggregateLocks();
        var cache = new AggregateCache(cached);
        return AggregateConfigurer.defaultConfiguration(factory.type())
                .configureLockFactory(configuration -> locks)
                .configureCache(configuration -> cache)
                .configureAggregateFactory(configuration -> factory)
                .configureCreationPolicyAggregateFactory(configuration ->
                        key -> factory.create(Objects.requireNonNull(key, "every command names its aggregate")))
                .configureCommandTargetResolver(configuration -> CommandSide::target);
    }

    private static Carts carts(Configuration configuration, Factory<Cart> factory) {
        return new Carts(configuration.repository(Cart.class), cartId -> factory.create(Cart.key(cartId)));
    }

    private static VersionedAggregateIdentifier target(CommandMessage<?> message) {
        AggregateKey key = switch (message.getPayload()) {
            case CartRequest request -> Cart.key(request.command().cartId());
            case CustomerRequest request -> Customer.key(request.command().customer());
            default -> throw new IllegalArgumentException("no aggregate takes " + message.getPayloadType());
        };
        return new VersionedAggregateIdentifier(key, null);
    }

    private record Factory<T>(Class<T> type, Function<AggregateKey, T> make) implements AggregateFactory<T> {

        T create(Object key) {
            return make.apply(AggregateKey.parse(key.toString()));
        }

        @Override
        public T createAggregateRoot(String key, DomainEventMessage<?> firstEvent) {
            return create(key);
        }

        @Override
        public Class<T> getAggregateType() {
            return type;
        }
    }

    @Override
    public void close() {
        axon.shutdown();
    }
}
