package io.cartledger.server.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.AccessLog;
import io.cartledger.server.testing.TestIssuer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing that is sent makes another line in the log, another header in the answer, or somebody else of the sender. */
class LogAttacksTest extends Attacks {

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            POST /carts/{theirs}%0d%0aforged/items   | X-Nothing: 1                                  | {"sku":"A"}
            POST /carts/{theirs}%0aforged/items      | X-Nothing: 1                                  | {"sku":"A"}
            POST /carts/x%E2%80%AEforged/items       | X-Nothing: 1                                  | {"sku":"A"}
            POST /carts/x%1b%5b31mforged/items         | X-Nothing: 1                                  | {"sku":"A"}
            POST /carts/<c*3000>/items               | X-Nothing: 1                                  | {"sku":"A"}
            POST /forged?token=secret                | X-Nothing: 1                                  | {"sku":"A"}
            POST /carts/{theirs}/items               | X-Nothing: 1                                  | {"sku":"A\\r\\nforged: status=200"}
            POST /carts/{theirs}/items               | X-Nothing: 1                                  | {"sku":"A\\u2028forged"}
            POST /carts/{theirs}/items               | X-Nothing: 1                                  | {"sku":"A\\u001b[2Jforged"}
            POST /carts/{theirs}/items               | X-Nothing: 1                                  | {"sku":"${jndi:ldap://127.0.0.1/forged}"}
            POST /carts/{theirs}/items               | X-Nothing: 1                                  | {"sku":"A\\u0000\\u202eforged"}
            POST /carts/{theirs}/items               | X-Nothing: 1                                  | {"sku":"<A*60000>"}
            POST /carts/{theirs}/items               | X-Request-Id: forged status=200               | {"sku":""}
            POST /carts/{theirs}/items               | X-Request-Id: ' OR 1=1--                      | {"sku":""}
            POST /carts/{theirs}/items               | X-Request-Id: <x*65>                          | {"sku":""}
            POST /carts/{theirs}/items               | X-Forwarded-For: 192.0.2.1                    | {"sku":""}
            POST /carts/{theirs}/items               | X-Forwarded-For: 192.0.2.1, forged status=200 | {"sku":""}
            POST /carts/{theirs}/items               | X-Real-IP: 192.0.2.1                          | {"sku":""}
            POST /carts/{theirs}/items               | Forwarded: for=192.0.2.1                      | {"sku":""}
            POST /carts/{theirs}/items               | True-Client-IP: 192.0.2.1                     | {"sku":""}
            POST /carts/{theirs}/items               | User-Agent: ' OR 1=1; drop table ledger.event;-- | {"sku":""}
            POST /carts/{theirs}/items               | traceparent: 00-forged-forged-01              | {"sku":""}
            POST /carts/{theirs}/items               | Authorization: Bearer forged.secret.x         | {"sku":""}
            """)
    void oneLineAndNothingIsForged(String request, String header, String body) {
        List<String> headers = header.startsWith("Authorization")
                ? List.of(header)
                : List.of("Authorization: Bearer " + TestIssuer.token(TestIssuer.ANYBODY), header);
        try (var log = AccessLog.listen()) {
            var answer = attack(request, headers, body);

            assertThat(answer.status()).isBetween(400, 499);
            assertThat(answer.headers().keySet())
                    .noneMatch(name -> name.toLowerCase().contains("forged"));
            assertThat(answer.header("X-Request-Id")).matches("[0-9a-f-]{36}");
            assertThat(log.written(1))
                    .singleElement()
                    .satisfies(line -> assertThat(line.getFormattedMessage())
                            .matches("[\\x20-\\x7e]{1,600}")
                            .contains("ip=127.0.0.1 ")
                            .doesNotContain("192.0.2.", "forged status=", "secret", "eyJ", "OR 1=1"));
        }
    }
}
