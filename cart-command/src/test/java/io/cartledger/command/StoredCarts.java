package io.cartledger.command;

import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartId;
import io.cartledger.command.ledger.AggregateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.common.lock.Lock;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.AggregateFactory;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;

/** Axon's own store and repository of carts, for handlers that its fixture does not know. */
final class StoredCarts {

    /** Which carts were locked, in order. */
    final List<String> locked = new ArrayList<>();

    private final EmbeddedEventStore store = EmbeddedEventStore.builder()
            .storageEngine(new InMemoryEventStorageEngine())
            .build();
    private final Carts carts;

    StoredCarts(ShopRules rules) {
        carts = new Carts(
                EventSourcingRepository.builder(Cart.class)
                        .eventStore(store)
                        .aggregateFactory(new PlainFactory(rules))
                        .lockFactory(this::lock)
                        .build(),
                cartId -> new Cart(Cart.key(cartId), rules));
    }

    Carts carts() {
        return carts;
    }

    void given(CartId cartId, CartEvent... history) {
        String key = Cart.key(cartId).toString();
        for (int i = 0; i < history.length; i++) {
            store.publish(new GenericDomainEventMessage<>("Cart", key, i, history[i]));
        }
    }

    List<CartEvent> events(CartId cartId) {
        return store.readEvents(Cart.key(cartId).toString())
                .asStream()
                .map(event -> (CartEvent) event.getPayload())
                .toList();
    }

    /** As the command bus does it. */
    static <R> R inUnitOfWork(Object message, Callable<R> work) throws Exception {
        var unitOfWork = DefaultUnitOfWork.startAndGet(new GenericCommandMessage<>(message));
        R result = work.call();
        unitOfWork.commit();
        return result;
    }

    private Lock lock(String key) {
        locked.add(key);
        return new Lock() {
            @Override
            public void release() {}

            @Override
            public boolean isHeld() {
                return true;
            }
        };
    }

    private record PlainFactory(ShopRules rules) implements AggregateFactory<Cart> {

        @Override
        public Cart createAggregateRoot(String key, DomainEventMessage<?> firstEvent) {
            return new Cart(AggregateKey.parse(key), rules);
        }

        @Override
        public Class<Cart> getAggregateType() {
            return Cart.class;
        }
    }
}
