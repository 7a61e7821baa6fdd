package io.cartledger.command.http;

import io.cartledger.cart.Refusal;
import io.cartledger.cart.Refusal.AllowanceNotFound;
import io.cartledger.cart.Refusal.CartClosed;
import io.cartledger.cart.Refusal.CartEmpty;
import io.cartledger.cart.Refusal.CartExists;
import io.cartledger.cart.Refusal.CartIsAbandoned;
import io.cartledger.cart.Refusal.CartNotFound;
import io.cartledger.cart.Refusal.ChangeRefused;
import io.cartledger.cart.Refusal.KeyReused;
import io.cartledger.cart.Refusal.LineNotFound;
import io.cartledger.cart.Refusal.LineQuantityExceeded;
import io.cartledger.cart.Refusal.NoOpenCart;
import io.cartledger.cart.Refusal.OpenCartExists;
import io.cartledger.cart.Refusal.OtherCustomersCart;
import io.cartledger.cart.Refusal.PreconditionFailed;
import io.cartledger.cart.Refusal.PurchaseLimitExceeded;
import io.cartledger.cart.Refusal.RestorationRefused;
import io.cartledger.cart.Refusal.SourceRefused;
import io.cartledger.cart.Refusal.TooLong;
import io.cartledger.cart.Refusal.TooManyLines;
import io.cartledger.cart.Refusal.VersionNotFound;
import io.cartledger.http.CartJson;
import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How each refusal is told. */
final class RefusalProblems {

    private RefusalProblems() {}

    static Problem of(Refusal refusal) {
        return Problem.of(ProblemType.of(refusal.code()), refusal.message(), field(refusal))
                .with(more(refusal));
    }

    private static @Nullable String field(Refusal refusal) {
        return switch (refusal) {
            case CartNotFound r -> "cartId";
            case CartExists r -> "cartId";
            case CartClosed r -> "cartId";
            case CartIsAbandoned r -> "cartId";
            case CartEmpty r -> "cartId";
            case OtherCustomersCart r -> "cartId";
            case OpenCartExists r -> "cartId";
            case SourceRefused r -> r.claimed() ? "cartId" : "from";
            case LineNotFound r -> "itemId";
            case LineQuantityExceeded r -> "quantity";
            case PurchaseLimitExceeded r -> r.added() > 0 ? "quantity" : null;
            case AllowanceNotFound r -> "allowance";
            case VersionNotFound r -> "version";
            case RestorationRefused r -> "version";
            case KeyReused r -> IdempotencyKeys.HEADER;
            case PreconditionFailed r -> null;
            case NoOpenCart r -> null;
            case TooManyLines r -> null;
            case TooLong r -> r.field();
            case ChangeRefused r -> {
                String field = field(r.cause());
                yield "[" + r.index() + "]" + (field == null ? "" : "." + field);
            }
        };
    }

    private static Map<String, Object> more(Refusal refusal) {
        return switch (refusal) {
            case PurchaseLimitExceeded r ->
                Map.of("sku", r.sku(), "limit", r.limit(), "used", r.used(), "left", r.left());
            case OpenCartExists r -> Map.of("openCart", r.open());
            case CartClosed r when r.mergedInto() != null -> Map.of("mergedInto", r.mergedInto());
            case CartClosed r when r.orderReference() != null -> Map.of("orderReference", r.orderReference());
            case PreconditionFailed r -> more(r);
            case ChangeRefused r -> more(r.cause());
            case SourceRefused r -> more(r.cause());
            case RestorationRefused r -> more(r.cause());
            case VersionNotFound r -> Map.of("currentVersion", r.current());
            case CartNotFound r -> Map.of();
            case CartExists r -> Map.of();
            case CartClosed r -> Map.of();
            case CartIsAbandoned r -> Map.of();
            case CartEmpty r -> Map.of();
            case OtherCustomersCart r -> Map.of();
            case LineNotFound r -> Map.of();
            case LineQuantityExceeded r -> Map.of();
            case TooManyLines r -> Map.of();
            case TooLong r -> Map.of();
            case NoOpenCart r -> Map.of();
            case AllowanceNotFound r -> Map.of();
            case KeyReused r -> Map.of();
        };
    }

    private static Map<String, Object> more(PreconditionFailed refusal) {
        var more = new HashMap<String, Object>();
        if (refusal.version() >= 0) {
            more.put("version", refusal.version());
        }
        if (refusal.cart() != null) {
            more.put("cart", CartJson.of(refusal.cart().cartId(), refusal.cart().state()));
        }
        return more;
    }
}
