package io.cartledger.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cartledger.server.testing.AnswerAssert;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever a client gets wrong in a body, it is told what, and nothing happens. 400 is for what cannot be read as the
 * JSON that the route takes, 422 for what can be read and is not allowed.
 */
class BadInputTest extends RefusedRequests {

    private static final List<String> JSON = List.of("Content-Type: application/json");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            # an item to add with …                          | body                                    | problem               | field
            an unknown field                                 | {"sku":"A","price":1}                   | 400 malformed-request | price
            an unknown field of great length| {"<x*9000>":1} | 400 malformed-request                   | <x*64>…
            a field twice                                    | {"sku":"A","sku":"B"}                   | 400 malformed-request | body
            an option twice                                  | {"sku":"A","options":{"a":"1","a":"2"}} | 400 malformed-request | body

            no SKU                          | {"quantity":1}             | 422 invalid-value     | sku
            SKU null                        | {"sku":null}               | 422 invalid-value     | sku
            an empty SKU                    | {"sku":""}                 | 422 invalid-value     | sku
            a SKU of 65 characters          | {"sku":"<A*65>"}           | 422 invalid-value     | sku
            a SKU with a piece of SQL       | {"sku":"DRN-7X' OR 1=1--"} | 422 invalid-value     | sku
            a SKU with NUL                  | {"sku":"A\\u0000"}         | 422 invalid-value     | sku
            a SKU with a line break         | {"sku":"A\\nB"}            | 422 invalid-value     | sku
            a SKU that ends in a line break | {"sku":"A\\n"}             | 422 invalid-value     | sku
            a SKU with a blank              | {"sku":"A B"}              | 422 invalid-value     | sku
            a SKU of full-width letters     | {"sku":"ＤＲＮ"}              | 422 invalid-value     | sku
            a SKU with an emoji             | {"sku":"A😀"}               | 422 invalid-value     | sku
            a SKU with half an emoji        | {"sku":"A\\ud83d"}         | 422 invalid-value     | sku
            a SKU that is a dot             | {"sku":"."}                | 422 invalid-value     | sku
            a SKU that is two dots          | {"sku":".."}               | 422 invalid-value     | sku
            a SKU that is a number          | {"sku":5}                  | 400 malformed-request | sku
            a SKU that is true              | {"sku":true}               | 400 malformed-request | sku
            a SKU that is an array          | {"sku":["A"]}              | 400 malformed-request | sku
            a SKU that is an object         | {"sku":{"value":"A"}}      | 400 malformed-request | sku

            quantity 0                 | {"sku":"A","quantity":0}                   | 422 invalid-value     | quantity
            quantity -1                | {"sku":"A","quantity":-1}                  | 422 invalid-value     | quantity
            quantity 1000              | {"sku":"A","quantity":1000}                | 422 invalid-value     | quantity
            quantity 2^31              | {"sku":"A","quantity":2147483648}          | 422 invalid-value     | quantity
            quantity 2^32 + 1          | {"sku":"A","quantity":4294967297}          | 422 invalid-value     | quantity
            quantity 2^63              | {"sku":"A","quantity":9223372036854775808} | 422 invalid-value     | quantity
            quantity 1.5               | {"sku":"A","quantity":1.5}                 | 422 invalid-value     | quantity
            quantity 1e2               | {"sku":"A","quantity":1e2}                 | 422 invalid-value     | quantity
            quantity 1e400             | {"sku":"A","quantity":1e400}               | 422 invalid-value     | quantity
            quantity null              | {"sku":"A","quantity":null}                | 422 invalid-value     | quantity
            quantity "1"               | {"sku":"A","quantity":"1"}                 | 422 invalid-value     | quantity
            quantity true              | {"sku":"A","quantity":true}                | 422 invalid-value     | quantity
            quantity []                | {"sku":"A","quantity":[]}                  | 422 invalid-value     | quantity
            quantity {}                | {"sku":"A","quantity":{}}                  | 422 invalid-value     | quantity
            quantity 01                | {"sku":"A","quantity":01}                  | 400 malformed-request | body
            quantity NaN               | {"sku":"A","quantity":NaN}                 | 400 malformed-request | body
            a quantity of 2,000 digits | {"sku":"A","quantity":<1*2000>}            | 400 malformed-request | body

            options that are an array    | {"sku":"A","options":[]}                                                       | 400 malformed-request | options
            options that are a string    | {"sku":"A","options":"red"}                                                    | 400 malformed-request | options
            an option that is a number   | {"sku":"A","options":{"size":5}}                                               | 400 malformed-request | options.size
            an option that is true       | {"sku":"A","options":{"gift":true}}                                            | 400 malformed-request | options.gift
            an option that is an object  | {"sku":"A","options":{"a":{"b":"c"}}}                                          | 400 malformed-request | options.a
            an option that is null       | {"sku":"A","options":{"a":null}}                                               | 422 invalid-value     | options.a
            17 options                   | {"sku":"A","options":{"o0":"","o1":"","o2":"","o3":"","o4":"","o5":"","o6":"","o7":"","o8":"","o9":"","o10":"","o11":"","o12":"","o13":"","o14":"","o15":"","o16":""}} | 422 invalid-value     | options
            an option with a bell        | {"sku":"A","options":{"a":"\\u0007"}}                                          | 422 invalid-value     | options.a
            an option with NUL           | {"sku":"A","options":{"a":"\\u0000"}}                                          | 422 invalid-value     | options.a
            an option with half an emoji | {"sku":"A","options":{"a":"\\udc00"}}                                          | 422 invalid-value     | options.a
            an option of 257 characters  | {"sku":"A","options":{"a":"<x*257>"}}                                          | 422 invalid-value     | options.a
            an option without a name     | {"sku":"A","options":{"":"x"}}                                                 | 422 invalid-value     | options
            an option with a bad name    | {"sku":"A","options":{"é\\n":"x"}}                                             | 422 invalid-value     | options
            an option's name of 65       | {"sku":"A","options":{"<a*65>":"x"}}                                           | 422 invalid-value     | options

            no body                                                  | ``                                         | 400 malformed-request | body
            nothing but blanks                                       | `   `                                      | 400 malformed-request | body
            a word                                                   | hello                                      | 400 malformed-request | body
            an array                                                 | [{"sku":"A"}]                              | 400 malformed-request | body
            a string                                                 | "A"                                        | 400 malformed-request | body
            a number                                                 | 5                                          | 400 malformed-request | body
            null                                                     | null                                       | 400 malformed-request | body
            half an object                                           | {"sku":"A"                                 | 400 malformed-request | body
            a comma too many                                         | {"sku":"A",}                               | 400 malformed-request | body
            single quotes                                            | {'sku':'A'}                                | 400 malformed-request | body
            a comment                                                | {"sku":"A"/*!*/}                           | 400 malformed-request | body
            something after it                                       | {"sku":"A"} x                              | 400 malformed-request | body
            a second object after it                                 | {"sku":"A"}{"sku":"B"}                     | 400 malformed-request | body
            5,000 arrays in the quantity                             | {"sku":"A","quantity":<[*5000><]*5000>}    | 400 malformed-request | body
            5,000 arrays in an unknown field| {"x":<[*5000><]*5000>} | 400 malformed-request                      | body
            5,000 objects in an option                               | {"sku":"A","options":<{"a":*5000>1<}*5001> | 400 malformed-request | options.a
            1 MB                                                     | {"sku":"<A*1000000>"}                      | 413 body-too-large    | body
            100 kB that are no JSON                                  | <hello*20000>                              | 413 body-too-large    | body
            1 MB of blanks after it                                  | {"sku":"A"}< *1000000>                     | 413 body-too-large    | body
            """)
    void anItemIsRefused(String with, String body, String problem, String field) {
        byte[] json = spelledOut(body).getBytes(UTF_8);

        var answer = send("POST /carts/bad/items", JSON, json);

        AnswerAssert.assertThat(answer).isProblem(problem, spelledOut(field));
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            PUT  /carts/bad/items/A | {}                    | 422 invalid-value     | quantity
            PUT  /carts/bad/items/A | {"quantity":null}     | 422 invalid-value     | quantity
            PUT  /carts/bad/items/A | {"quantity":-1}       | 422 invalid-value     | quantity
            PUT  /carts/bad/items/A | {"quantity":1000}     | 422 invalid-value     | quantity
            PUT  /carts/bad/items/A | {"quantity":2.0}      | 422 invalid-value     | quantity
            PUT  /carts/bad/items/A | {"quantity":"2"}      | 422 invalid-value     | quantity
            PUT  /carts/bad/items/A | {"qty":2}             | 400 malformed-request | qty
            PUT  /carts/bad/items/A | ``                    | 400 malformed-request | body
            PUT  /carts/bad/items/A | {"quantity":2}        | 404 cart-not-found    | cartId
            POST /carts             | {"cartId":""}         | 422 invalid-value     | cartId
            POST /carts             | {"cartId":"a/b"}      | 422 invalid-value     | cartId
            POST /carts             | {"cartId":"as-of"}    | 422 invalid-value     | cartId
            POST /carts             | {"cartId":5}          | 400 malformed-request | cartId
            POST /carts             | {"customer":"a b"}    | 422 invalid-value     | customer
            POST /carts             | {"customer":"<a*65>"} | 422 invalid-value     | customer
            POST /carts             | {"customer":5}        | 400 malformed-request | customer
            POST /carts             | {"user_id":"4421"}    | 400 malformed-request | user_id
            POST /carts             | []                    | 400 malformed-request | body

            POST /carts/bad/commands | {"type":"ClearCart"}                              | 400 malformed-request | body
            POST /carts/bad/commands | ``                                                | 400 malformed-request | body
            POST /carts/bad/commands | []                                                | 422 invalid-value     | commands
            POST /carts/bad/commands | ["ClearCart"]                                     | 400 malformed-request | [0]
            POST /carts/bad/commands | [null]                                            | 422 invalid-value     | [0].type
            POST /carts/bad/commands | [{"type":"ClearCart"},{"type":"AddItem","foo":1}] | 400 malformed-request | [1].foo
            POST /carts/bad/commands | [{"type":"OpenCart"}]                             | 422 invalid-value     | [0].type
            POST /carts/bad/commands | [{"type":"AddItem","sku":"A","itemId":"A"}]       | 422 invalid-value     | [0].itemId
            POST /carts/bad/commands | [{"type":"ClearCart"},{"type":"RemoveItem"}]      | 422 invalid-value     | [1].itemId

            POST /carts/bad/restorations | {}                                   | 422 invalid-value     | version
            POST /carts/bad/restorations | {"version":null,"reason":"R"}        | 422 invalid-value     | version
            POST /carts/bad/restorations | {"version":-1,"reason":"R"}          | 422 invalid-value     | version
            POST /carts/bad/restorations | {"version":1.0,"reason":"R"}         | 422 invalid-value     | version
            POST /carts/bad/restorations | {"version":"1","reason":"R"}         | 422 invalid-value     | version
            POST /carts/bad/restorations | {"version":9999999999,"reason":"R"}  | 422 invalid-value     | version
            POST /carts/bad/restorations | {"version":1}                        | 422 invalid-value     | reason
            POST /carts/bad/restorations | {"version":1,"reason":" "}           | 422 invalid-value     | reason
            POST /carts/bad/restorations | {"version":1,"reason":"a\\nb"}       | 422 invalid-value     | reason
            POST /carts/bad/restorations | {"version":1,"reason":"<r*501>"}     | 422 invalid-value     | reason
            POST /carts/bad/restorations | {"version":1,"reason":"R","by":"me"} | 400 malformed-request | by
            POST /carts/bad/restorations | {"version":1,"reason":"R"}           | 404 cart-not-found    | cartId

            POST /customers/4421/allowances   | {"sku":"A","units":1,"ticket":"T","until":"+10000-01-01T00:00:00Z"}     | 422 invalid-value     | until
            POST /customers/4421/allowances   | {"sku":"A","units":1,"ticket":"T","until":"+999999999-12-31T23:59:59Z"} | 422 invalid-value     | until
            POST /customers/4421/allowances   | {"sku":"A","units":1,"ticket":"T","until":"2001-01-01T00:00:00Z"}       | 422 invalid-value     | until
            POST /customers/4421/allowances   | {"sku":"A","units":1,"ticket":"T","until":"tomorrow"}                   | 422 invalid-value     | until
            DELETE /customers/4421/allowances/abc?ticket=T | ``                                                         | 400 malformed-request | allowance
            """)
    void aBodyIsRefused(String requestLine, String body, String problem, String field) {
        byte[] json = spelledOut(body).getBytes(UTF_8);

        var answer = send(requestLine, JSON, json);

        AnswerAssert.assertThat(answer).isProblem(problem, field);
    }
}
