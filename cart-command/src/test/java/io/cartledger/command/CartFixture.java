package io.cartledger.command;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartLimits;
import io.cartledger.cart.CartState;
import io.cartledger.cart.Outcome;
import io.cartledger.cart.PurchaseLimits;
import io.cartledger.http.Preconditions;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.AggregateFactory;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.axonframework.test.aggregate.TestExecutor;

/** Axon's fixture, set up as {@code CommandSide} sets up Axon: one handler for all commands, no annotations. */
final class CartFixture {

    static final Caller BACK_END = new Caller(Caller.Kind.BACK_END, "test");

    private final AggregateTestFixture<Cart> fixture = new AggregateTestFixture<>(Cart.class);

    CartFixture(CartId cartId, CartLimits limits) {
        var rules = new ShopRules(limits, PurchaseLimits.NONE);
        fixture.registerAggregateFactory(new AggregateFactory<>() {
            @Override
            public Cart createAggregateRoot(String key, DomainEventMessage<?> firstEvent) {
                return new Cart(Cart.key(cartId), rules);
            }

            @Override
            public Class<Cart> getAggregateType() {
                return Cart.class;
            }
        });
        fixture.registerCommandHandler(
                CartRequest.class,
                AggregateAnnotationCommandHandler.<Cart>builder()
                        .aggregateType(Cart.class)
                        .repository(fixture.getRepository())
                        .commandTargetResolver(command -> new VersionedAggregateIdentifier(Cart.key(cartId), null))
                        .creationPolicyAggregateFactory(key -> new Cart(Cart.key(cartId), rules))
                        .build());
    }

    Given given(CartEvent... history) {
        if (history.length == 0) {
            // Axon compares with what it loads afterwards, and there is nothing to load where nothing was applied.
            fixture.setReportIllegalStateChange(false);
            return new Given(fixture.givenNoPriorActivity());
        }
        return new Given(fixture.given((Object[]) history));
    }

    /** @param snapshot of version 0, because that is the number that Axon's fixture gives to what comes first */
    Given givenSnapshot(CartState snapshot) {
        return new Given(fixture.given(snapshot));
    }

    record Given(TestExecutor<Cart> executor) {

        Result when(CartCommand command) {
            return when(new CartRequest(command, BACK_END, Preconditions.NONE, true));
        }

        Result when(CartRequest request) {
            return new Result(executor.when(request));
        }
    }

    record Result(ResultValidator<Cart> validator) {

        void expect(Outcome<CartState> outcome, CartEvent... events) {
            validator.expectSuccessfulHandlerExecution().expectResultMessagePayload(outcome);
            validator.expectEvents((Object[]) events);
        }
    }
}
