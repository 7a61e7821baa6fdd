package io.cartledger.server.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import io.cartledger.server.testing.AnswerAssert;
import io.cartledger.server.testing.TestIssuer;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A good token opens what its scopes say, and nothing else. */
class ScopeAttacksTest extends Attacks {

    private static final String ITEM = "{\"sku\":\"EVIL\"}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}
            {"scope":""}
            {"scope":null}
            {"scope":"cart"}
            {"scope":"cart:"}
            {"scope":"cart:anything"}
            {"scope":"xcart:any"}
            {"scope":"cart:an"}
            {"scope":"CART:ANY"}
            {"scope":"Cart:Any"}
            {"scope":"SCOPE_cart:any"}
            {"scope":"cart:*"}
            {"scope":"*"}
            {"scope":"cart:read,cart:any"}
            {"scope":"cart:read;cart:any"}
            {"scope":"cart:read\\tcart:any"}
            {"scope":"cart:read\\ncart:any"}
            {"scope":"cart:any\\u0000"}
            {"scope":"c\\u0430rt:any"}
            {"scope":["cart:read cart:any"]}
            {"scope":{"cart:any":true}}
            {"scope":5}
            {"scope":"cart:read"}
            {"scope":"cart:analyst"}
            {"scope":"cart:admin"}
            {"scope":"cart:read cart:analyst cart:admin"}
            {"scope":"cart:read","scp":"cart:any"}
            {"scopes":"cart:any"}
            {"SCOPE":"cart:any"}
            {"roles":["cart:any","ROLE_ADMIN"]}
            {"authorities":["SCOPE_cart:any"]}
            {"permissions":["cart:any"]}
            {"groups":["cart:any"]}
            {"realm_access":{"roles":["cart:any"]}}
            {"kind":"BACK_END","caller":"back-end/shop"}
            """)
    void aTokenWithoutTheScopeAddsNothing(String claims) {
        var answer = attack("POST /carts/{theirs}/items", List.of(token("mallory", claims)), ITEM);

        AnswerAssert.assertThat(answer).isProblem("403 insufficient-scope", null);
        assertThat(answer.header("WWW-Authenticate")).contains("insufficient_scope");
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            GET /carts/{theirs}                    | cart:write              | 403 insufficient-scope | -
            GET /carts/{theirs}                    | cart:admin              | 403 insufficient-scope | -
            GET /carts/{theirs}                    | cart:read cart:analyst  | 404 cart-not-found     | cartId
            POST /carts/{theirs}/items             | cart:read               | 403 insufficient-scope | -
            POST /carts/{theirs}/items             | cart:write cart:analyst | 404 cart-not-found     | cartId
            POST /carts/{theirs}/items             | cart:write cart:admin   | 404 cart-not-found     | cartId
            DELETE /carts/{theirs}/items           | cart:analyst            | 403 insufficient-scope | -
            POST /carts/{theirs}/claim             | cart:analyst            | 403 insufficient-scope | -
            POST /carts/{theirs}/corrections       | cart:any                | 403 insufficient-scope | -
            POST /carts/{theirs}/corrections       | cart:write              | 403 insufficient-scope | -
            POST /carts/{theirs}/corrections       | cart:admin cart:analyst | 403 insufficient-scope | -
            POST /carts/{theirs}/restorations      | cart:analyst            | 403 insufficient-scope | -
            POST /carts/{theirs}/restorations      | cart:read               | 403 insufficient-scope | -
            POST /carts                            | cart:support            | 403 insufficient-scope | -
            POST /carts                            | cart:read               | 403 insufficient-scope | -
            POST /me/cart/items                    | cart:any                | 403 insufficient-scope | -
            POST /me/cart/items                    | cart:support            | 403 insufficient-scope | -
            GET /me/cart                           | cart:write              | 403 insufficient-scope | -
            GET /customers/4421                    | cart:read cart:write    | 403 insufficient-scope | -
            GET /customers/4421                    | cart:analyst            | 403 insufficient-scope | -
            POST /customers/4421/notes             | cart:any                | 403 insufficient-scope | -
            POST /customers/4421/notes             | cart:write              | 403 insufficient-scope | -
            POST /customers/4421/allowances        | cart:any                | 403 insufficient-scope | -
            POST /customers/4421/allowances        | cart:read cart:write    | 403 insufficient-scope | -
            DELETE /customers/4421/allowances/0?ticket=T | cart:any          | 403 insufficient-scope | -
            """)
    void aTokenOpensNoOtherRoutes(String request, String scopes, String problem, @Nullable String field) {
        String body = request.startsWith("POST") && !request.endsWith("/claim") ? ITEM : null;
        if (request.endsWith("/claim")) {
            body = "{\"customer\":\"mallory\"}";
        }

        var answer = attack(request, List.of(token("mallory", "{\"scope\":\"" + scopes + "\"}")), body);

        AnswerAssert.assertThat(answer).isProblem(problem, field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "guest/4421", "../4421", "4421'--", "4421;4422", "{\"sub\":\"4421\"}", "%34421"})
    void noCustomerHasSuchASubject(String subject) {
        var answer = attack("POST /me/cart/items", List.of(token(subject, "{\"scope\":\"cart:write\"}")), ITEM);

        AnswerAssert.assertThat(answer).isProblem("401 unauthenticated", null);
    }

    private static String token(String subject, String more) {
        try {
            JWTClaimsSet.Builder claims = TestIssuer.claims(subject, "").claim("scope", null);
            Map<String, Object> given = JSONObjectUtils.parse(more);
            given.forEach(claims::claim);
            return "Authorization: Bearer " + TestIssuer.sign(claims.build());
        } catch (ParseException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
