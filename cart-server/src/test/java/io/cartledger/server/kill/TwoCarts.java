package io.cartledger.server.kill;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CartStatus;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.Command;
import io.cartledger.server.testing.ServerProcess;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cart with units of A and B, maybe one more with units of B and C, and a command that moves what is in them.
 *
 * @param into the other cart, if there is one
 */
record TwoCarts(Act act, CartId from, @Nullable CartId into, Command command) {

    private static final Map<String, Integer> FROM = Map.of("A", 2, "B", 1);
    private static final Map<String, Integer> INTO = Map.of("B", 3, "C", 1);
    private static final Map<String, Integer> BOTH = Map.of("A", 2, "B", 4, "C", 1);

    enum Act {
        /** By a customer who has no cart. */
        CLAIM,
        /** By a customer who has one. */
        CLAIM_INTO,
        MERGE,
        CHECK_OUT
    }

    /** Makes the carts ready. */
    static TwoCarts prepare(Act act, String name, ServerProcess server) {
        String customer = "customer/" + name;
        String owner = act == Act.CHECK_OUT ? customer : "guest/" + name;
        fill(FROM, owner, server);
        CartId from = openCart(owner, server);
        return switch (act) {
            case CLAIM ->
                new TwoCarts(
                        act,
                        from,
                        null,
                        claim(from).from(customer + "+" + owner).key(name));
            case CHECK_OUT -> {
                Command checkOut = Command.post("/me/cart/checkout", "{\"orderReference\":\"" + name + "\"}");
                yield new TwoCarts(act, from, null, checkOut.from(customer).key(name));
            }
            case CLAIM_INTO, MERGE -> {
                fill(INTO, customer, server);
                CartId into = openCart(customer, server);
                Command merge = Command.post("/carts/" + into + "/merge", "{\"from\":\"" + from + "\"}");
                Command command = act == Act.MERGE ? merge : claim(from).from(customer + "+" + owner);
                yield new TwoCarts(act, from, into, command.key(name));
            }
        };
    }

    private static Command claim(CartId from) {
        return Command.post("/carts/" + from + "/claim", "{}");
    }

    private static void fill(Map<String, Integer> lines, String owner, ServerProcess server) {
        lines.forEach((sku, units) ->
                accepted(Command.add("/me/cart", sku, units).from(owner).sendTo(server)));
    }

    /** By a change of nothing, for the read model may be behind. */
    private static CartId openCart(String owner, ServerProcess server) {
        Answer cart = accepted(Command.delete("/me/cart/items/NONE").from(owner).sendTo(server));
        return new CartId(cart.json().path("cartId").asString());
    }

    private static Answer accepted(Answer answer) {
        assertThat(answer.isSuccess()).as("%s", answer).isTrue();
        return answer;
    }

    /** Whether it has happened; it has or it has not, whole, and no line is lost or doubled. */
    boolean hasHappened(Map<CartId, CartState> carts) {
        CartState source = carts.getOrDefault(from, CartState.NONE);
        return switch (act) {
            case CLAIM -> {
                assertThat(units(source)).as("%s", this).isEqualTo(FROM);
                assertThat(source.isOpen()).as("%s", this).isTrue();
                yield source.customer().isPresent();
            }
            case CHECK_OUT -> {
                assertThat(units(source)).as("%s", this).isEqualTo(FROM);
                yield source.status() == CartStatus.CHECKED_OUT;
            }
            case CLAIM_INTO, MERGE -> {
                CartState target = carts.getOrDefault(into, CartState.NONE);
                boolean merged = source.status() == CartStatus.MERGED;
                assertThat(units(source)).as("%s", this).isEqualTo(merged ? Map.of() : FROM);
                assertThat(units(target)).as("%s", this).isEqualTo(merged ? BOTH : INTO);
                assertThat(target.isOpen()).as("%s", this).isTrue();
                yield merged;
            }
        };
    }

    private static Map<String, Integer> units(CartState cart) {
        return cart.lines().values().stream()
                .collect(toMap(
                        line -> line.item().sku().value(),
                        line -> line.quantity().units()));
    }
}
