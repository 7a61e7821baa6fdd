package io.cartledger.server.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.AnswerAssert;
import io.cartledger.server.testing.TestIssuer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored or looked for is a value, never SQL or anything else that somebody obeys; sent by who may do all. */
class InjectionAttacksTest extends Attacks {

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            GET /carts/x'%20OR%201=1--                | - | 422 invalid-value | cartId
            GET /carts/x'%7C%7Cpg_sleep(9)--          | - | 422 invalid-value | cartId
            GET /carts/$$x$$                          | - | 422 invalid-value | cartId
            GET /carts/x)%20or%20(true                | - | 422 invalid-value | cartId
            GET /carts/x%E2%80%AEy                    | - | 422 invalid-value | cartId
            GET /carts/x%EF%BC%87                     | - | 422 invalid-value | cartId
            GET /carts/x%ED%A0%BD                     | - | 400 malformed-request | -
            DELETE /carts/x'--/items                  | - | 422 invalid-value | cartId
            GET /carts/{theirs}/items/A'--            | - | 422 invalid-value | itemId
            DELETE /carts/{theirs}/items/A'%20OR%201=1 | - | 422 invalid-value | itemId
            PUT /carts/{theirs}/items/A'--            | {"quantity":1} | 422 invalid-value | itemId
            GET /carts/{theirs}/items/A%E2%80%AEB     | - | 422 invalid-value | itemId
            GET /customers/x'%20OR%201=1--            | - | 422 invalid-value | customer
            POST /customers/x'--/notes                | {"text":"T"} | 422 invalid-value | customer
            DELETE /customers/4421/allowances/0'--?ticket=T | - | 400 malformed-request | allowance
            DELETE /customers/4421/allowances/0?ticket='--%20x | - | 422 invalid-value | ticket
            GET /carts/{theirs}?atLeast=1'--          | - | 400 malformed-request | atLeast
            GET /carts/{theirs}?consistency='%20OR%201=1-- | - | 422 invalid-value | consistency

            POST /carts/{theirs}/items | {"sku":"DRN-7X' OR 1=1--"}                      | 422 invalid-value | sku
            POST /carts/{theirs}/items | {"sku":"'; drop table ledger.event; --"}        | 422 invalid-value | sku
            POST /carts/{theirs}/items | {"sku":"A\\u0000"}                              | 422 invalid-value | sku
            POST /carts/{theirs}/items | {"sku":"A\\ud800"}                              | 422 invalid-value | sku
            POST /carts/{theirs}/items | {"sku":"A\\u202eB"}                             | 422 invalid-value | sku
            POST /carts/{theirs}/items | {"sku":"A\\r\\nSet-Cookie: x=1"}                | 422 invalid-value | sku
            POST /carts/{theirs}/items | {"sku":"${jndi:ldap://127.0.0.1/x}"}            | 422 invalid-value | sku
            POST /carts/{theirs}/items | {"sku":"<script>"}                              | 422 invalid-value | sku
            POST /carts/{theirs}/items | {"sku":"A","options":{"a'--":"x"}}              | 422 invalid-value | options
            POST /carts/{theirs}/items | {"sku":"A","options":{"a\\u202e":"x"}}          | 422 invalid-value | options
            POST /carts/{theirs}/items | {"sku":"A","options":{"a":"\\u0000"}}           | 422 invalid-value | options.a
            POST /carts/{theirs}/items | {"sku":"A","options":{"a":"\\udead"}}           | 422 invalid-value | options.a
            POST /carts/{theirs}/items | {"sku":"A","options":{"__proto__":5}}           | 400 malformed-request | options.__proto__
            POST /carts/{theirs}/items | {"@class":"java.lang.Runtime","sku":"A"}        | 400 malformed-request | @class
            POST /carts/{theirs}/items | {"sku":"A","quantity":"1; delete"}              | 422 invalid-value | quantity
            POST /carts/{theirs}/checkout | {"orderReference":"O' OR 1=1--"}             | 422 invalid-value | orderReference
            POST /carts/{theirs}/checkout | {"orderReference":"O\\u0000"}                | 422 invalid-value | orderReference
            POST /carts/{theirs}/checkout | {"orderReference":"O\\u202e"}                | 422 invalid-value | orderReference
            POST /carts/{theirs}/merge | {"from":"x' OR 1=1--"}                          | 422 invalid-value | from
            POST /carts/{theirs}/merge | {"from":"{mine}","policy":"sum' OR 1=1--"}      | 422 invalid-value | policy
            POST /carts/{guests}/claim | {"customer":"4421' OR 1=1--"}                   | 422 invalid-value | customer
            POST /carts/{guests}/claim | {"customer":"4421\\u0000"}                      | 422 invalid-value | customer
            POST /carts                | {"cartId":"x' OR 1=1--"}                        | 422 invalid-value | cartId
            POST /carts                | {"cartId":"x\\u202ey"}                          | 422 invalid-value | cartId
            POST /carts                | {"customer":"4421' OR 1=1--"}                   | 422 invalid-value | customer
            POST /carts/{theirs}/commands | [{"type":"AddItem' OR 1=1--"}]               | 422 invalid-value | [0].type
            POST /carts/{theirs}/commands | [{"type":"RemoveItem","itemId":"A'--"}]      | 422 invalid-value | [0].itemId
            POST /carts/{theirs}/corrections | {"itemId":"A'--","quantity":1,"reason":"R","ticket":"T"} | 422 invalid-value | itemId
            POST /carts/{theirs}/corrections | {"itemId":"DRN-7X","quantity":1,"reason":"R","ticket":"T' OR 1=1--"} | 422 invalid-value | ticket
            POST /carts/{theirs}/corrections | {"itemId":"DRN-7X","quantity":1,"reason":"R\\u0000","ticket":"T"} | 422 invalid-value | reason
            POST /carts/{theirs}/corrections | {"itemId":"DRN-7X","quantity":1,"reason":"R\\ud800","ticket":"T"} | 422 invalid-value | reason
            POST /carts/{theirs}/restorations | {"version":"0 or 1=1","reason":"R"}      | 422 invalid-value | version
            POST /carts/{theirs}/restorations | {"version":0,"reason":"R\\nR"}           | 422 invalid-value | reason
            POST /customers/4421/notes | {"text":"\\u0000"}                              | 422 invalid-value | text
            POST /customers/4421/notes | {"text":"\\udfff"}                              | 422 invalid-value | text
            POST /customers/4421/notes | {"text":"T","ticket":"T' OR 1=1--"}             | 422 invalid-value | ticket
            POST /customers/4421/allowances | {"sku":"A'--","units":1,"until":"2099-01-01T00:00:00Z","ticket":"T"} | 422 invalid-value | sku
            POST /customers/4421/allowances | {"sku":"A","units":1,"until":"2099' OR 1=1--","ticket":"T"} | 422 invalid-value | until
            POST /customers/4421/allowances | {"sku":"A","units":1,"until":"2099-01-01T00:00:00Z","ticket":"T'--"} | 422 invalid-value | ticket
            """)
    void aValueIsRefused(String request, @Nullable String body, String problem, @Nullable String field) {
        AnswerAssert.assertThat(attack(request, List.of(credential(TestIssuer.ANYBODY)), body))
                .isProblem(problem, field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "product_id=DRN-7X' OR 1=1--",
                "product_id=DRN-7X'%20OR%201=1--",
                "product_id=DRN-7X%00",
                "product_id=DRN-7X%0d%0aSet-Cookie:%20x=1",
                "product_id=DRN-7X%E2%80%AE",
                "product_id=A+or+1=1",
                "product_id=<A*65>",
                "quantity=1",
                "product_id=&product_id=A"
            })
    void theOldFormsProductIsRefused(String form) {
        var headers = List.of(credential(attacker), "Content-Type: application/x-www-form-urlencoded");

        AnswerAssert.assertThat(attack("POST /add-cart.php", headers, form))
                .isProblem("422 invalid-value", "product_id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1' OR 1=1--",
                "1;2",
                "-1",
                "0",
                "1000",
                "99999999999999999999",
                "1e400",
                "0x1",
                "+1",
                "1.5",
                "NaN",
                "１",
                ""
            })
    void theOldFormsQuantityIsRefused(String quantity) {
        var headers = List.of(credential(attacker), "Content-Type: application/x-www-form-urlencoded");

        var answer = attack("POST /add-cart.php", headers, "product_id=EVIL&quantity=" + quantity.replace("+", "%2B"));

        AnswerAssert.assertThat(answer).isProblem("422 invalid-value", "quantity");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            Idempotency-Key: k' OR 1=1--              | 400 malformed-request | Idempotency-Key
            Idempotency-Key: "k\\'                    | 400 malformed-request | Idempotency-Key
            Idempotency-Key: "k\u00e9"               | 400 malformed-request | Idempotency-Key
            Idempotency-Key: "<k*129>"                | 400 malformed-request | Idempotency-Key
            Idempotency-Key: "<k*9000>"               | 400 malformed-request | Idempotency-Key
            If-Match: "1' OR 1=1--"                   | 400 malformed-request | If-Match
            If-Match: 1 OR 1=1                        | 400 malformed-request | If-Match
            If-None-Match: '--                        | 400 malformed-request | If-None-Match
            """)
    void aHeaderIsRefused(String header, String problem, @Nullable String field) {
        var headers = List.of(credential(TestIssuer.ANYBODY), header);

        var answer = attack("POST /carts/{theirs}/items", headers, "{\"sku\":\"EVIL\"}");

        AnswerAssert.assertThat(answer).isProblem(problem, field);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            arrays 10,000 deep              | <[*10000><]*10000>                          | 400 malformed-request | body
            objects 10,000 deep             | <{"a":*10000>1<}*10000>                     | 400 malformed-request | *
            a field that is 10,000 deep     | {"sku":"A","quantity":<[*10000><]*10000>}   | 400 malformed-request | body
            an option that is 10,000 deep   | {"sku":"A","options":<{"a":*10000>1<}*10001> | 400 malformed-request | *
            a field twice                   | {"sku":"A","sku":"EVIL"}                    | 400 malformed-request | body
            a field twice, once escaped     | {"sku":"A","s\\u006bu":"EVIL"}              | 400 malformed-request | body
            quantity twice                  | {"sku":"A","quantity":1,"quantity":999}     | 400 malformed-request | body
            1e400                           | {"sku":"A","quantity":1e400}                | 422 invalid-value     | quantity
            1e999999999                     | {"sku":"A","quantity":1e999999999}          | 422 invalid-value     | quantity
            -1e-999999999                   | {"sku":"A","quantity":-1e-999999999}        | 422 invalid-value     | quantity
            10 to the 1,000th               | {"sku":"A","quantity":1<0*1000>}            | 400 malformed-request | body
            a number of 60,000 digits       | {"sku":"A","quantity":<9*60000>}            | 400 malformed-request | body
            a SKU of 60,000 characters      | {"sku":"<A*60000>"}                         | 422 invalid-value     | sku
            a name of 60,000 characters     | {"<A*60000>":1}                             | 400 malformed-request | *
            an option of 60,000 characters  | {"sku":"A","options":{"a":"<x*60000>"}}     | 422 invalid-value     | options.a
            10,000 options                  | {"sku":"A","options":{<"a":"",*14000>"b":""}} | 413 body-too-large  | body
            2,000 times an option           | {"sku":"A","options":{<"a":"",*2000>"b":""}} | 400 malformed-request | body
            JSON of another charset         | +AHs-+ACI-sku+ACI-:+ACI-A+ACI-+AH0-         | 400 malformed-request | body
            """)
    void aBodyThatIsHardToReadIsRefused(String what, String body, String problem, @Nullable String field) {
        var answer = attack("POST /carts/{theirs}/items", List.of(credential(TestIssuer.ANYBODY)), body);

        if ("*".equals(field)) {
            assertThat(answer.status() + " " + answer.json().path("code").asString())
                    .isEqualTo(problem);
            assertThat(answer.body()).hasSizeLessThan(800);
        } else {
            AnswerAssert.assertThat(answer).isProblem(problem, field);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /carts/{theirs}/checkout          | {"orderReference":"<O*65>"}                                         | orderReference
            /carts/{theirs}/merge             | {"from":"<c*65>"}                                                   | from
            /carts/{guests}/claim             | {"customer":"<4*65>"}                                               | customer
            /carts                            | {"cartId":"<c*65>"}                                                 | cartId
            /carts/{theirs}/restorations      | {"version":0,"reason":"<r*501>"}                                    | reason
            /carts/{theirs}/corrections       | {"itemId":"<A*92>","quantity":1,"reason":"R","ticket":"T"}          | itemId
            /carts/{theirs}/corrections       | {"itemId":"A","quantity":1,"reason":"R","ticket":"<T*65>"}          | ticket
            /customers/4421/notes             | {"text":"<t*60000>"}                                                | text
            /customers/4421/notes             | {"text":"T","ticket":"<T*65>"}                                      | ticket
            /customers/<4*65>/notes           | {"text":"T"}                                                        | customer
            /carts/{theirs}/commands          | [<{"type":"ClearCart"},*100>{"type":"ClearCart"}]                   | commands
            """)
    void whatIsTooLongIsRefused(String path, String body, String field) {
        var answer = attack("POST " + path, List.of(credential(TestIssuer.ANYBODY)), body);

        AnswerAssert.assertThat(answer).isProblem("422 invalid-value", field);
    }
}
