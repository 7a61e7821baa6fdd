package io.cartledger.server.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.AnswerAssert;
import io.cartledger.server.testing.TestIssuer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The old form filled whoever's cart its {@code user_id} named. Now nobody's but the caller's own. */
class UserIdAttacksTest extends Attacks {

    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

    /** Whoever sends it, and whether or not there is such a customer. */
    private static final String SPOOFED = """
            somebody who is there      |                  | product_id=DRN-7X&user_id={owner}
            somebody who is not        |                  | product_id=DRN-7X&user_id=4421
            by the query               | ?user_id={owner} | product_id=DRN-7X
            by the query, beside blank | ?user_id={owner} | product_id=DRN-7X&user_id=
            twice, a blank one first   |                  | product_id=DRN-7X&user_id=&user_id={owner}
            twice, a blank one last    |                  | product_id=DRN-7X&user_id={owner}&user_id=
            a guest's cart by its name |                  | product_id=DRN-7X&user_id={guest}
            with a kind                |                  | product_id=DRN-7X&user_id=customer/{owner}
            in other letters           |                  | product_id=DRN-7X&user_id=%6Fwner-in-UserIdAttacksTest
            with a zero                |                  | product_id=DRN-7X&user_id={owner}%00
            by SQL                     |                  | product_id=DRN-7X&user_id=4421'%20OR%201=1--
            by a number                |                  | product_id=DRN-7X&user_id=0
            with what is refused       |                  | product_id=DRN-7X'%20OR%201=1--&user_id={owner}
            with nothing to add        |                  | user_id={owner}
            """;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = SPOOFED)
    void aCustomerIsNobodyElse(String what, @Nullable String query, String form) {
        isRefused(query, form, List.of(credential(attacker)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = SPOOFED)
    void aGuestIsNoCustomer(String what, @Nullable String query, String form) {
        isRefused(query, form, List.of(credential(guestAttacker)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = SPOOFED)
    void whoHasNeitherTokenNorCookieIsNoCustomer(String what, @Nullable String query, String form) {
        isRefused(query, form, List.of());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            in front of one's own | product_id=DRN-7X&user_id={owner}&user_id={attacker}
            behind one's own      | product_id=DRN-7X&user_id={attacker}&user_id={owner}
            a part of one's own   | product_id=DRN-7X&user_id=attacker-in-
            one's own and more    | product_id=DRN-7X&user_id={attacker}x
            one's own, in capitals | product_id=DRN-7X&user_id=ATTACKER-IN-USERIDATTACKSTEST
            one's own, with a blank | product_id=DRN-7X&user_id=%20{attacker}
            """)
    void whatIsNotQuiteOnesOwnIsRefused(String what, String form) {
        isRefused(null, form, List.of(credential(attacker)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({TestIssuer.ANYBODY, "analyst/a"})
    void softwareHasNoCartByTheOldForm(String caller) {
        AnswerAssert.assertThat(attack(
                        "POST /add-cart.php", List.of(FORM, credential(caller)), "product_id=DRN-7X&user_id=4421"))
                .isProblem("403 insufficient-scope", null);
    }

    @Test
    void aBrowserIsShownAPage() {
        var headers = List.of(FORM, "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");

        var spoofed = attack("POST /add-cart.php", headers, named("product_id=DRN-7X&user_id={owner}"));
        var invalid = attack("POST /add-cart.php", headers, "product_id=<script>alert(1)</script>");
        var fromElsewhere = new ArrayList<>(headers);
        fromElsewhere.add("Sec-Fetch-Site: cross-site");
        fromElsewhere.add(credential(guestAttacker));
        var foreign = attack("POST /add-cart.php", fromElsewhere, "product_id=DRN-7X");

        assertThat(List.of(spoofed.status(), invalid.status(), foreign.status()))
                .containsExactly(403, 422, 403);
        assertThat(List.of(spoofed, invalid, foreign))
                .allSatisfy(answer -> assertThat(answer.header("Content-Type")).isEqualTo("text/html;charset=utf-8"))
                .allSatisfy(answer -> assertThat(answer.body()).contains("<h1>").doesNotContain("<script>"));
    }

    private void isRefused(@Nullable String query, String form, List<String> credentials) {
        var headers = new ArrayList<>(credentials);
        headers.add(FORM);
        AnswerAssert.assertThat(attack("POST /add-cart.php" + named(query == null ? "" : query), headers, named(form)))
                .isProblem("403 wrong-caller", null);
    }

    private String named(String text) {
        return text.replace("{owner}", subject(owner))
                .replace("{guest}", subject(guest))
                .replace("{attacker}", subject(attacker));
    }

    private static String subject(String caller) {
        return caller.substring(caller.indexOf('/') + 1);
    }
}
