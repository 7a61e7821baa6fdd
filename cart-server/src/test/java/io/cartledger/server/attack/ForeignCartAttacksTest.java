package io.cartledger.server.attack;

import io.cartledger.server.testing.AnswerAssert;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody who shops neither sees nor touches what is another's, and chooses no cart's name or owner. */
class ForeignCartAttacksTest extends Attacks {

    /** For customers and guests alike. */
    private static final String ON_CARTS = """
            read                           | GET /carts/{theirs}                  | -                                     | 404 cart-not-found | cartId
            read of a known version        | GET /carts/{theirs}?atLeast=1        | -                                     | 503 view-behind    | -
            read of a line                 | GET /carts/{theirs}/items/DRN-7X     | -                                     | 404 cart-not-found | cartId
            read of a line there is not    | GET /carts/{theirs}/items/SOCK       | -                                     | 404 cart-not-found | cartId
            look whether it is there       | GET /carts/{theirs}/items            | -                                     | 405 method-not-allowed | method
            add                            | POST /carts/{theirs}/items           | {"sku":"EVIL"}                        | 404 cart-not-found | cartId
            add more than a line holds     | POST /carts/{theirs}/items           | {"sku":"DRN-7X","quantity":999}       | 404 cart-not-found | cartId
            change                         | PUT /carts/{theirs}/items/DRN-7X     | {"quantity":9}                        | 404 cart-not-found | cartId
            change to what it is           | PUT /carts/{theirs}/items/DRN-7X     | {"quantity":2}                        | 404 cart-not-found | cartId
            change of a line there is not  | PUT /carts/{theirs}/items/SOCK       | {"quantity":9}                        | 404 cart-not-found | cartId
            remove                         | DELETE /carts/{theirs}/items/DRN-7X  | -                                     | 404 cart-not-found | cartId
            remove what is not there       | DELETE /carts/{theirs}/items/SOCK    | -                                     | 404 cart-not-found | cartId
            clear                          | DELETE /carts/{theirs}/items         | -                                     | 404 cart-not-found | cartId
            check out                      | POST /carts/{theirs}/checkout        | {"orderReference":"O-EVIL"}           | 404 cart-not-found | cartId
            merge into                     | POST /carts/{theirs}/merge           | {"from":"{mine}"}                     | 404 cart-not-found | cartId
            merge into itself              | POST /carts/{theirs}/merge           | {"from":"{theirs}"}                   | 422 invalid-value  | from
            merge into by another policy   | POST /carts/{theirs}/merge           | {"from":"{mine}","policy":"max"}      | 404 cart-not-found | cartId
            merge from, one's own          | POST /me/cart/merge                  | {"from":"{theirs}"}                   | 404 cart-not-found | from
            commands                       | POST /carts/{theirs}/commands        | [{"type":"ClearCart"}]                | 404 cart-not-found | cartId
            commands that change nothing   | POST /carts/{theirs}/commands        | [{"type":"RemoveItem","itemId":"A"}]  | 404 cart-not-found | cartId
            restore                        | POST /carts/{theirs}/restorations    | {"version":0,"reason":"Evil"}         | 404 cart-not-found | cartId
            restore of what there is not   | POST /carts/{theirs}/restorations    | {"version":99,"reason":"Evil"}        | 404 cart-not-found | cartId
            guess by another letter        | GET /carts/{theirs}x                 | -                                     | 404 cart-not-found | cartId
            guess by a pattern             | GET /carts/________________________________ | -                              | 404 cart-not-found | cartId
            guess by a number              | GET /carts/1                         | -                                     | 404 cart-not-found | cartId
            guess by a word                | GET /carts/me                        | -                                     | 404 cart-not-found | cartId
            open at a chosen id by adding  | POST /carts/squat/items              | {"sku":"EVIL"}                        | 404 cart-not-found | cartId
            the same by commands           | POST /carts/squat/commands           | [{"type":"AddItem","sku":"EVIL"}]     | 404 cart-not-found | cartId
            the same where an id was       | POST /carts/{theirs}0/items          | {"sku":"EVIL"}                        | 404 cart-not-found | cartId
            open at a chosen id            | POST /carts                          | {"cartId":"squat"}                    | 403 wrong-caller   | -
            open at an id that is taken    | POST /carts                          | {"cartId":"{theirs}"}                 | 403 wrong-caller   | -
            open for another customer      | POST /carts                          | {"customer":"4421"}                   | 403 wrong-caller   | -
            be another customer, in a body | POST /me/cart/items                  | {"sku":"EVIL","customer":"4421"}      | 400 malformed-request | customer
            be another, as the old form    | POST /carts                          | {"user_id":"4421"}                    | 400 malformed-request | user_id
            """;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = ON_CARTS)
    void aCustomerReachesNoCartOfAnotherCustomer(
            String what, String request, @Nullable String body, String problem, @Nullable String field) {
        isRefused(request, body, List.of(credential(attacker)), problem, field);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = ON_CARTS)
    void aGuestReachesNoCartOfACustomer(
            String what, String request, @Nullable String body, String problem, @Nullable String field) {
        // This guest has no cart into which anything could be merged.
        String blamed = what.startsWith("merge from") ? null : field;

        isRefused(request, body, List.of(credential(guestAttacker)), problem, blamed);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = ON_CARTS)
    void aCustomerReachesNoCartOfAGuest(
            String what, String request, @Nullable String body, String problem, @Nullable String field) {
        String guests = request.replace("{theirs}", "{guests}");
        String guestsInBody = body == null ? null : body.replace("{theirs}", "{guests}");

        isRefused(guests, guestsInBody, List.of(credential(attacker)), problem, field);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            claim of a customer's cart       | POST /carts/{theirs}/claim      | -                         | 404 cart-not-found     | cartId
            claim of a guest's cart          | POST /carts/{guests}/claim      | -                         | 404 cart-not-found     | cartId
            claim by another policy          | POST /carts/{guests}/claim      | {"policy":"keep-target"}  | 404 cart-not-found     | cartId
            claim of no cart                 | POST /carts/no-such/claim       | -                         | 404 cart-not-found     | cartId
            claim for somebody else          | POST /carts/{mine}/claim        | {"customer":"4421"}       | 403 wrong-caller       | -
            claim for the cart's owner       | POST /carts/{theirs}/claim      | {"customer":"4421"}       | 403 wrong-caller       | -
            merge from a customer's cart     | POST /carts/{mine}/merge        | {"from":"{theirs}"}       | 404 cart-not-found     | from
            merge from a guest's cart        | POST /carts/{mine}/merge        | {"from":"{guests}"}       | 404 cart-not-found     | from
            merge from no cart               | POST /carts/{mine}/merge        | {"from":"no-such"}        | 404 cart-not-found     | from
            correct                          | POST /carts/{theirs}/corrections | {"itemId":"DRN-7X","quantity":1,"reason":"R","ticket":"T"} | 403 insufficient-scope | -
            correct one's own                | POST /carts/{mine}/corrections  | {"itemId":"DRN-7X","quantity":1,"reason":"R","ticket":"T"} | 403 insufficient-scope | -
            read a customer's file           | GET /customers/4421             | -                         | 403 insufficient-scope | -
            note something                   | POST /customers/4421/notes      | {"text":"Evil"}           | 403 insufficient-scope | -
            grant oneself an allowance       | POST /customers/4421/allowances | {"sku":"A","units":9,"until":"2099-01-01T00:00:00Z","ticket":"T"} | 403 insufficient-scope | -
            """)
    void aCustomerTakesNothingOver(
            String what, String request, @Nullable String body, String problem, @Nullable String field) {
        isRefused(request, body, List.of(credential(attacker)), problem, field);
    }

    @ParameterizedTest(name = "with {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            If-Match: "1"
            If-Match: "99"
            If-Match: *
            If-None-Match: *
            If-None-Match: "1"
            Idempotency-Key: k-1
            X-Customer: owner-in-ForeignCartAttacksTest
            X-User-Id: owner-in-ForeignCartAttacksTest
            X-Forwarded-User: owner-in-ForeignCartAttacksTest
            X-Cart-Id: {theirs}
            """)
    void noHeaderOpensTheCartOrTellsThatItIsThere(String header) {
        var headers = List.of(credential(attacker), header);

        isRefused("POST /carts/{theirs}/items", "{\"sku\":\"EVIL\"}", headers, "404 cart-not-found", "cartId");
        isRefused("GET /carts/{theirs}", null, headers, "404 cart-not-found", "cartId");
    }

    private void isRefused(
            String request, @Nullable String body, List<String> headers, String problem, @Nullable String field) {
        AnswerAssert.assertThat(attack(request, headers, body)).isProblem(problem, field);
    }
}
