package io.cartledger.command;

import io.cartledger.cart.CartEvent.CartMerged;
import io.cartledger.cart.CartEvent.LineAfter;
import io.cartledger.cart.CartEvent.LinesAbsorbed;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartLimits;
import io.cartledger.cart.CartState;
import io.cartledger.cart.ItemId;
import io.cartledger.cart.Line;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Refusal;
import io.cartledger.cart.Refusal.CartNotFound;
import io.cartledger.cart.Refusal.LineQuantityExceeded;
import io.cartledger.cart.Refusal.OtherCustomersCart;
import io.cartledger.cart.Refusal.PreconditionFailed;
import io.cartledger.cart.Refusal.SourceRefused;
import io.cartledger.cart.Refusal.TooManyLines;
import java.util.ArrayList;
import java.util.Optional;

/**
 * The rules of two carts that become one.
 *
 * @param limits what the shop allows; also a merge leaves no cart beyond them
 */
record MergeDecisions(CartLimits limits) {

    /** What two carts make of a merge, before anything has happened. */
    sealed interface MergeDecision {

        record Refuse(Refusal refusal) implements MergeDecision {}

        /** It has happened before. */
        record Nothing() implements MergeDecision {}

        record Merge(LinesAbsorbed into, CartMerged from) implements MergeDecision {}
    }

    MergeDecision decide(CartState into, CartState from, MergeRequest request) {
        Optional<Refusal> refusal = notForCaller(into, from, request);
        if (refusal.isPresent()) {
            return new MergeDecision.Refuse(refusal.get());
        }
        if (request.into().equals(from.mergedInto()) && (into.isOpen() || !request.onlyOpen())) {
            return new MergeDecision.Nothing();
        }
        if (!into.isOpen()) {
            return new MergeDecision.Refuse(CartDecisions.whyNotOpen(request.into(), into));
        }
        if (from.isClosed()) {
            return sourceRefused(CartDecisions.whyNotOpen(request.from(), from), request);
        }
        // A guest's lines may become a customer's; a customer's lines stay that customer's.
        if (from.customer().isPresent() && !from.customer().equals(into.customer())) {
            return sourceRefused(new OtherCustomersCart(request.from()), request);
        }
        return merge(into, from, request);
    }

    private static Optional<Refusal> notForCaller(CartState into, CartState from, MergeRequest request) {
        boolean claim = request.claimedBy() != null;
        if (!into.exists() || !request.caller().mayUse(into)) {
            return Optional.of(new CartNotFound(request.into()));
        }
        if (!from.exists() || !mayTake(from, request)) {
            return Optional.of(new SourceRefused(new CartNotFound(request.from()), claim));
        }
        CartId named = claim ? request.from() : request.into();
        CartState cart = claim ? from : into;
        return request.preconditions().holdFor(named.value(), cart.version())
                ? Optional.empty()
                : Optional.of(PreconditionFailed.of(named, cart, request.caller()));
    }

    /** A customer may claim what was theirs as a guest; of what is closed nobody else hears. */
    private static boolean mayTake(CartState from, MergeRequest request) {
        boolean claims = request.claimedBy() != null
                && (!from.isClosed() || request.into().equals(from.mergedInto()));
        return claims ? request.caller().mayClaim(from) : request.caller().mayUse(from);
    }

    private static MergeDecision sourceRefused(Refusal cause, MergeRequest request) {
        return new MergeDecision.Refuse(new SourceRefused(cause, request.claimedBy() != null));
    }

    private MergeDecision merge(CartState into, CartState from, MergeRequest request) {
        var changed = new ArrayList<LineAfter>();
        int lines = into.lines().size();
        for (Line line : from.lines().values()) {
            ItemId itemId = line.item().itemId();
            int present = into.line(itemId).map(own -> own.quantity().units()).orElse(0);
            int units = line.quantity().units();
            int after = present == 0 ? units : request.policy().units(present, units);
            if (present == 0) {
                lines++;
            }
            if (after > limits.quantityPerLine()) {
                return sourceRefused(
                        new LineQuantityExceeded(itemId, present, after, limits.quantityPerLine()), request);
            }
            if (after != present) {
                changed.add(new LineAfter(line.item(), new Quantity(after)));
            }
        }
        if (lines > limits.linesPerCart()) {
            return sourceRefused(new TooManyLines(limits.linesPerCart()), request);
        }
        return new MergeDecision.Merge(
                new LinesAbsorbed(request.from(), request.policy(), changed), new CartMerged(request.into()));
    }
}
