package io.cartledger.command;

import static io.cartledger.command.Samples.BOOT;
import static io.cartledger.command.Samples.CUSTOMERS;
import static io.cartledger.command.Samples.GUESTS;
import static io.cartledger.command.Samples.ID;
import static io.cartledger.command.Samples.OTHER;
import static io.cartledger.command.Samples.SOCK;
import static io.cartledger.command.Samples.added;
import static io.cartledger.command.Samples.changed;
import static io.cartledger.command.Samples.unchanged;
import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvent.CartMerged;
import io.cartledger.cart.CartEvent.LineAfter;
import io.cartledger.cart.CartEvent.LinesAbsorbed;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.MergePolicy;
import io.cartledger.cart.Outcome;
import io.cartledger.cart.Outcome.Refused;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Refusal.CartNotFound;
import io.cartledger.cart.Refusal.SourceRefused;
import io.cartledger.command.ledger.AggregateKey;
import io.cartledger.http.Preconditions;
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
import org.junit.jupiter.api.Test;

/** Two carts that become one, through Axon: {@code c-2} goes into {@code c-1}. */
class MergeHandlerTest {

    private static final CartEvent TWO = added(BOOT, 2, 2);
    private static final CartEvent SOCKS = added(SOCK, 3, 3);
    private static final CartEvent ABSORBED =
            new LinesAbsorbed(OTHER, MergePolicy.SUM, List.of(new LineAfter(SOCK, new Quantity(3))));

    private final List<String> locked = new ArrayList<>();
    private final EmbeddedEventStore store = EmbeddedEventStore.builder()
            .storageEngine(new InMemoryEventStorageEngine())
            .build();
    private final MergeHandler handler = new MergeHandler(
            new Carts(
                    EventSourcingRepository.builder(Cart.class)
                            .eventStore(store)
                            .aggregateFactory(new PlainFactory())
                            .lockFactory(this::lock)
                            .build(),
                    cartId -> new Cart(Cart.key(cartId), ShopRules.DEFAULTS)),
            ShopRules.DEFAULTS);

    @Test
    void oneCartTakesTheLinesAndTheOtherCloses() throws Exception {
        given(ID, CUSTOMERS, TWO);
        given(OTHER, GUESTS, SOCKS);

        Outcome<CartState> outcome = merge(OTHER, ID);

        assertThat(outcome).isEqualTo(changed(CUSTOMERS, TWO, ABSORBED));
        assertThat(events(ID)).containsExactly(CUSTOMERS, TWO, ABSORBED);
        assertThat(events(OTHER)).containsExactly(GUESTS, SOCKS, new CartMerged(ID));
    }

    @Test
    void theSameMergeAgainChangesNothing() throws Exception {
        given(ID, CUSTOMERS, TWO, ABSORBED);
        given(OTHER, GUESTS, SOCKS, new CartMerged(ID));

        Outcome<CartState> outcome = merge(OTHER, ID);

        assertThat(outcome).isEqualTo(unchanged(CUSTOMERS, TWO, ABSORBED));
        assertThat(events(ID)).hasSize(3);
        assertThat(events(OTHER)).hasSize(3);
    }

    @Test
    void aMergeThatIsRefusedChangesNeither() throws Exception {
        given(ID, CUSTOMERS, TWO);

        Outcome<CartState> outcome = merge(OTHER, ID);

        assertThat(outcome).isEqualTo(new Refused<>(new SourceRefused(new CartNotFound(OTHER), false)));
        assertThat(events(ID)).hasSize(2);
        assertThat(events(OTHER)).isEmpty();
    }

    @Test
    void twoOppositeMergesLockInTheSameOrder() throws Exception {
        given(ID, CUSTOMERS, TWO);
        given(OTHER, CUSTOMERS, SOCKS);

        merge(OTHER, ID);
        merge(ID, OTHER);

        assertThat(locked).containsExactly("Cart/c-1", "Cart/c-2", "Cart/c-1", "Cart/c-2");
    }

    private Outcome<CartState> merge(CartId from, CartId into) throws Exception {
        var request = new MergeRequest(into, from, MergePolicy.SUM, null, CartFixture.BACK_END, Preconditions.NONE);
        return inUnitOfWork(request, () -> handler.handle(request));
    }

    private void given(CartId cartId, CartEvent... history) {
        String key = Cart.key(cartId).toString();
        for (int i = 0; i < history.length; i++) {
            store.publish(new GenericDomainEventMessage<>("Cart", key, i, history[i]));
        }
    }

    private List<CartEvent> events(CartId cartId) {
        return store.readEvents(Cart.key(cartId).toString())
                .asStream()
                .map(event -> (CartEvent) event.getPayload())
                .toList();
    }

    private static <R> R inUnitOfWork(Object message, Callable<R> work) throws Exception {
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

    private static final class PlainFactory implements AggregateFactory<Cart> {

        @Override
        public Cart createAggregateRoot(String key, DomainEventMessage<?> firstEvent) {
            return new Cart(AggregateKey.parse(key), ShopRules.DEFAULTS);
        }

        @Override
        public Class<Cart> getAggregateType() {
            return Cart.class;
        }
    }
}
