package io.cartledger.command.http;

import io.cartledger.cart.Refusal;
import io.cartledger.cart.Refusal.CartExists;
import io.cartledger.cart.Refusal.CartNotFound;
import io.cartledger.cart.Refusal.LineNotFound;
import io.cartledger.cart.Refusal.LineQuantityExceeded;
import io.cartledger.cart.Refusal.TooLong;
import io.cartledger.cart.Refusal.TooManyLines;
import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import org.jspecify.annotations.Nullable;

/** How each refusal is told. */
final class RefusalProblems {

    private RefusalProblems() {}

    static Problem of(Refusal refusal) {
        return Problem.of(ProblemType.of(refusal.code()), refusal.message(), field(refusal));
    }

    private static @Nullable String field(Refusal refusal) {
        return switch (refusal) {
            case CartNotFound r -> "cartId";
            case CartExists r -> "cartId";
            case LineNotFound r -> "itemId";
            case LineQuantityExceeded r -> "quantity";
            case TooManyLines r -> null;
            case TooLong r -> r.field();
        };
    }
}
