package io.cartledger.command;

import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.ClaimCart;
import io.cartledger.cart.CartCommand.CorrectLine;
import io.cartledger.cart.CartCommand.OpenCart;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CartStatus;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Line;
import io.cartledger.cart.Places;
import io.cartledger.cart.PurchaseLimits;
import io.cartledger.cart.Sku;
import io.cartledger.command.ledger.Moves;
import io.cartledger.command.ledger.Moves.LimitMove;
import io.cartledger.command.ledger.Moves.OpenCartMove;
import io.cartledger.command.ledger.Moves.OpenCartMove.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a command moves besides its cart's events: which cart is its owner's open one, and how many units its customer
 * has. All of it is the difference between the cart before and after, so that folding all events gives the same.
 *
 * @param cartId the cart
 * @param before its state when the command was decided
 * @param after its state with the command's events
 * @param opening how the cart becomes its owner's open one, if it does
 * @param absorbs whether it takes the lines of another cart
 * @param checks whether more units than before are held against the purchase limits, or only told
 */
record CartMoves(CartId cartId, CartState before, CartState after, Kind opening, boolean absorbs, boolean checks) {

    /** Those of a command to one cart. */
    static CartMoves of(CartCommand command, CartState before, CartState after) {
        // A cart that is made by name may be one more of its owner's; every other way leads to the one open cart.
        Kind opening = command instanceof OpenCart ? Kind.OFFER : Kind.TAKE;
        // Logging in never fails, and what support corrects has a ticket: what is too much is told.
        boolean checks = !(command instanceof ClaimCart || command instanceof CorrectLine);
        return new CartMoves(command.cartId(), before, after, opening, false, checks);
    }

    /** Those of one of the two carts of a merge. Nothing is checked: logging in never fails. */
    static CartMoves ofMerge(CartId cartId, CartState before, CartState after) {
        return new CartMoves(cartId, before, after, Kind.OFFER, true, false);
    }

    Moves toMoves(PurchaseLimits limits) {
        return new Moves(openCarts(), limitUse(limits), List.of());
    }

    private List<OpenCartMove> openCarts() {
        var moves = new ArrayList<OpenCartMove>();
        Places places = Places.moved(before, after, absorbs);
        if (places.left() != null) {
            moves.add(new OpenCartMove(places.left().key(), cartId.value(), Kind.RELEASE));
        }
        if (places.wanted() != null) {
            moves.add(new OpenCartMove(places.wanted().key(), cartId.value(), opening));
        }
        return moves;
    }

    private List<LimitMove> limitUse(PurchaseLimits limits) {
        var moves = new ArrayList<LimitMove>();
        Map<Sku, Integer> unitsBefore = units(before);
        Map<Sku, Integer> unitsAfter = units(after);
        for (CustomerId customer : customers()) {
            for (Sku sku : union(unitsBefore.keySet(), unitsAfter.keySet())) {
                int had = unitsBefore.getOrDefault(sku, 0);
                int has = unitsAfter.getOrDefault(sku, 0);
                int open = counted(after, customer, has) - counted(before, customer, had);
                int ordered = after.status() == CartStatus.CHECKED_OUT ? has : 0;
                if (open != 0 || ordered != 0) {
                    boolean checked = checks && (has > had || ordered > 0);
                    Integer limit = limits.of(sku).isPresent() ? limits.of(sku).getAsInt() : null;
                    moves.add(new LimitMove(
                            customer.value(), sku.value(), open, ordered, Math.max(0, has - had), limit, checked));
                }
            }
        }
        return moves;
    }

    private List<CustomerId> customers() {
        return Stream.of(before.customer(), after.customer())
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /** Units count for the customer while the cart is open. */
    private static int counted(CartState cart, CustomerId customer, int units) {
        return cart.isOpen() && cart.customer().filter(customer::equals).isPresent() ? units : 0;
    }

    private static Map<Sku, Integer> units(CartState cart) {
        return cart.lines().values().stream()
                .collect(Collectors.toMap(line -> line.item().sku(), CartMoves::units, Integer::sum));
    }

    private static int units(Line line) {
        return line.quantity().units();
    }

    private static Set<Sku> union(Set<Sku> some, Set<Sku> others) {
        var all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }
}
