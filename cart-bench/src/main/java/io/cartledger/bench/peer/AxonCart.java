package io.cartledger.bench.peer;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.util.HashMap;
import java.util.Map;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** A cart as Axon's guide has its aggregates. */
class AxonCart {

    record AddToCart(
            @TargetAggregateIdentifier String cartId,
            AddItem body,
            @Nullable RequestKey key) {}

    record CartOpened(String cartId) {}

    record ItemAdded(String cartId, String sku, int added, long quantity) {}

    @AggregateIdentifier
    private @Nullable String cartId;

    private final Map<String, Long> lines = new HashMap<>();

    AxonCart() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Added handle(AddToCart command) {
        String sku = command.body().sku();
        if (cartId == null) {
            apply(new CartOpened(command.cartId()));
        }
        int units = command.body().units();
        long quantity = lines.getOrDefault(sku, 0L) + units;
        apply(new ItemAdded(command.cartId(), sku, units, quantity));
        return new Added(command.cartId(), sku, quantity);
    }

    @EventSourcingHandler
    void on(CartOpened event) {
        cartId = event.cartId();
    }

    @EventSourcingHandler
    void on(ItemAdded event) {
        lines.put(event.sku(), event.quantity());
    }
}
