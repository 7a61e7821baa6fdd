package io.cartledger.command.dispatch;

import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartLimits;
import io.cartledger.command.Cart;
import io.cartledger.command.ledger.AggregateKey;
import io.cartledger.command.ledger.AppendInterceptor;
import io.cartledger.command.ledger.Ledger;
import io.cartledger.command.ledger.LedgerStorageEngine;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Objects;
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
     * @param patience how long a command may take in all
     * @param cachedAggregates most states kept in memory
     */
    public record Settings(CartLimits limits, Duration patience, long cachedAggregates) {}

    private final Configuration axon;
    private final CommandDispatcher dispatcher;

    /** Ready to take commands once constructed. */
    public CommandSide(Ledger ledger, Settings settings, MeterRegistry meters) {
        this.axon = DefaultConfigurer.defaultConfiguration(false)
                .configureEmbeddedEventStore(configuration -> new LedgerStorageEngine(ledger))
                .configureCommandBus(configuration -> commandBus(ledger))
                .configureAggregate(carts(settings))
                .start();
        this.dispatcher = new CommandDispatcher(axon.commandBus(), settings.patience(), meters);
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

    private static AggregateConfigurer<Cart> carts(Settings settings) {
        var locks = new AggregateLocks();
        var cache = new AggregateCache(settings.cachedAggregates());
        var factory = new CartFactory(settings.limits());
        return AggregateConfigurer.defaultConfiguration(Cart.class)
                .configureLockFactory(configuration -> locks)
                .configureCache(configuration -> cache)
                .configureAggregateFactory(configuration -> factory)
                .configureCreationPolicyAggregateFactory(configuration ->
                        key -> factory.create(Objects.requireNonNull(key, "every command names its cart")))
                .configureCommandTargetResolver(configuration -> CommandSide::target);
    }

    private static VersionedAggregateIdentifier target(CommandMessage<?> message) {
        var command = (CartCommand) message.getPayload();
        return new VersionedAggregateIdentifier(Cart.key(command.cartId()), null);
    }

    private record CartFactory(CartLimits limits) implements AggregateFactory<Cart> {

        Cart create(Object key) {
            return new Cart(AggregateKey.parse(key.toString()), limits);
        }

        @Override
        public Cart createAggregateRoot(String key, DomainEventMessage<?> firstEvent) {
            return create(key);
        }

        @Override
        public Class<Cart> getAggregateType() {
            return Cart.class;
        }
    }

    @Override
    public void close() {
        axon.shutdown();
    }
}
