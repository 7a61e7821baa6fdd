package io.cartledger.server.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.server.database.Databases;
import io.cartledger.server.testing.AnswerAssert;
import io.cartledger.server.testing.Credentials;
import io.cartledger.server.testing.RawHttp;
import io.cartledger.server.testing.TestIssuer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/**
 * The old form let anybody fill anybody's cart: it did what {@code user_id} said. In the tables {@code {owner}} is the
 * customer who is attacked, and {@code {me}} the one who attacks.
 */
@TestPropertySource(properties = "cart.refusals.per-second=1000")
class OldFormAttacksTest extends Attacks {

    private static final String PATH = "/add-cart.php";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
    private static final String ITEM = "product_id=EVIL&";

    /** What is to be in {@code ledger.refusal}, by the request's name; looked for at the end, for it comes there later. */
    private final Map<String, Map<String, Object>> expected = new HashMap<>();

    @Autowired
    private Databases databases;

    @AfterAll
    void whatWasRefusedIsRecorded() {
        assertThat(expected).isNotEmpty();
        expected.forEach((name, columns) -> assertThat(recorded(name))
                .as("%s", columns)
                .containsAllEntriesOf(columns)
                .satisfies(row -> assertThat(row.values())
                        .noneMatch(value -> String.valueOf(value).contains(nameOf(owner)))));
    }

    @ParameterizedTest(name = "by {0}, {1}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            customer | user_id={owner}                    | customer
            customer | user_id={OWNER}                    | customer
            customer | user_id={ME}                       | customer
            customer | user_id={owner}+                   | customer
            customer | user_id=+{me}                      | customer
            customer | user_id={me}%20                    | customer
            customer | user_id={me}%00                    | customer
            customer | user_id={me}%0d%0aX-Evil:%201      | customer
            customer | user_id={me}%E2%80%AE              | customer
            customer | user_id={%owner}                   | customer
            customer | user_id={%%me}                     | customer
            customer | user%5fid={owner}                  | customer
            customer | user_id=customer/{me}              | customer
            customer | user_id={owner}&user_id={me}       | customer
            customer | user_id={me}&user_id={owner}       | customer
            customer | user_id={me}&user_id={me}          | customer
            customer | user_id=&user_id={owner}           | customer
            customer | user_id={owner}&user_id=           | customer
            customer | user_id={me},{owner}               | customer
            customer | user_id=4421'%20OR%201=1--         | customer
            customer | user_id=*                          | customer
            customer | user_id=0                          | customer
            customer | user_id=null                       | customer
            customer | user_id=<4*60000>                  | customer
            guest    | user_id={owner}                    | guest
            guest    | user_id={guest}                    | guest
            guest    | user_id={own guest}                | guest
            guest    | user_id=guest/{own guest}          | guest
            guest    | user_id={guest}&user_id={owner}    | guest
            -        | user_id={owner}                    | guest
            -        | user_id={guest}                    | guest
            -        | user_id=4421&user_id={owner}       | guest
            """)
    void nobodyAddsForAnother(@Nullable String by, String form, String kind) {
        String name = name();

        isRefused(name, by, PATH, ITEM + form, "403 wrong-caller");

        var columns = new HashMap<String, Object>(
                Map.of("code", "wrong-caller", "status", 403, "route", PATH, "sku", "EVIL", "actor_kind", kind));
        if (by != null) {
            columns.put("actor", by.equals("guest") ? guestId(guestAttacker) : nameOf(attacker));
        }
        expected.put(name, columns);
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            ?user_id={owner}                                | -
            ?user_id={owner}                                | user_id={me}
            ?user_id={me}                                   | user_id={owner}
            ?user_id=                                       | user_id={owner}
            ?user_id={owner}                                | user_id=
            ?product_id=EVIL&user_id={owner}                | -
            ?user_id={me}&user_id={owner}                   | -
            ?%75ser_id={owner}                              | user_id={me}
            """)
    void anAddressNamesNobodyElseEither(String query, @Nullable String form) {
        String name = name();

        isRefused(name, "customer", PATH + query, ITEM + (form == null ? "" : form), "403 wrong-caller");

        expected.put(name, Map.of("code", "wrong-caller", "actor", nameOf(attacker)));
    }

    /** Nobody to trust with others' carts comes by way of a form: they have routes that name the cart. */
    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(delimiter = '|', textBlock = """
            back-end/mallory | user_id={owner}   | back-end
            back-end/mallory | user_id=mallory   | back-end
            back-end/mallory | user_id=          | back-end
            support/mallory  | user_id={owner}   | support
            support/mallory  | user_id=mallory   | support
            analyst/mallory  | user_id={owner}   | analyst
            analyst/mallory  | user_id=mallory   | analyst
            admin/mallory    | user_id={owner}   | admin
            """)
    void whoServesTheShopAddsForNobody(String by, String form, String kind) {
        String name = name();

        isRefused(name, by, PATH, ITEM + form, "403 insufficient-scope");

        expected.put(name, Map.of("code", "insufficient-scope", "route", PATH, "actor_kind", kind, "actor", "mallory"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            X-User-Id: {owner}
            Cookie: user_id={owner}
            Cookie: PHPSESSID={owner}
            X-Forwarded-User: {owner}
            """)
    void noHeaderStandsForTheFieldOrMakesUpForIt(String header) {
        String name = name();

        isRefused(name, "customer", PATH, ITEM + "user_id={owner}", "403 wrong-caller", filledIn(header));

        expected.put(name, Map.of("code", "wrong-caller", "actor", nameOf(attacker)));
    }

    /** What has no user, or one's own, comes as far as the product, which is not there. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "",
                "user_id",
                "user_id=",
                "user_id=+",
                "user_id=%20%09",
                "user_id={me}",
                "user_id={%me}",
                "userid={owner}",
                "USER_ID={owner}",
                "user_id%00={owner}"
            })
    void whoNamesNobodyElseIsNotTakenForAnAttacker(String form) {
        String name = name();

        var answer = send(name, "customer", PATH, form);

        AnswerAssert.assertThat(answer).isProblem("422 invalid-value", "product_id");
        expected.put(name, Map.of("code", "invalid-value", "actor", nameOf(attacker)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"user_id={me}%ff", "user_id={me}%ED%A0%BD", "user_id=%c0%ae", "product_id=%ff", "%ff={owner}"})
    void whatIsNoTextMakesNoForm(String form) {
        String name = name();

        var answer = send(name, "customer", PATH, ITEM + form);

        AnswerAssert.assertThat(answer).isProblem("400 malformed-request", null);
        expected.put(name, Map.of("code", "malformed-request"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            application/json                 | {"product_id":"EVIL","user_id":"{owner}"}
            text/plain                       | product_id=EVIL&user_id={owner}
            multipart/form-data; boundary=x  | --x
            application/xml                  | <add user_id="{owner}"/>
            """)
    void nothingButAFormIsRead(String type, String body) {
        String name = name();
        var headers = List.of(credential(attacker), "X-Request-Id: " + name, "Content-Type: " + type);

        var answer = attack("POST " + PATH, headers, filledIn(body));

        AnswerAssert.assertThat(answer).isProblem("415 unsupported-media-type", "Content-Type");
        expected.put(name, Map.of("code", "unsupported-media-type"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH"})
    void noOtherMethodAdds(String method) {
        var answer = attack(
                method + " " + PATH + "?product_id=EVIL&user_id=" + nameOf(owner), List.of(credential(attacker)), null);

        AnswerAssert.assertThat(answer).isProblem("405 method-not-allowed", "method");
    }

    @ParameterizedTest
    @CsvSource({"EVIL&user_id={owner}, same-origin, 403", "<script>, same-origin, 422", "EVIL, cross-site, 403"})
    void aBrowserIsShownAPageWithNothingOfTheirsInIt(String form, String from, int status) {
        var answer = send(
                name(),
                "guest",
                PATH,
                "product_id=" + form,
                "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
                "Sec-Fetch-Site: " + from);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("text/html;charset=utf-8");
        assertThat(answer.body()).contains("<h1>").doesNotContain("<script>");
    }

    private void isRefused(
            String name, @Nullable String by, String path, String form, String problem, String... headers) {
        AnswerAssert.assertThat(send(name, by, path, form, headers)).isProblem(problem, null);
    }

    /** @param by of what kind the attacker is, or who exactly; null for somebody who says nothing of themselves */
    private RawHttp.Answer send(String name, @Nullable String by, String path, String form, String... more) {
        var headers = new ArrayList<>(List.of(FORM, "X-Request-Id: " + name));
        headers.addAll(List.of(more));
        switch (by) {
            case null -> {}
            case "customer" -> headers.add(credential(attacker));
            case "guest" -> headers.add(credential(guestAttacker));
            default -> headers.add("Authorization: Bearer " + TestIssuer.token(by));
        }
        return attack("POST " + filledIn(path), headers, filledIn(form));
    }

    private String filledIn(String text) {
        String me = nameOf(attacker);
        return text.replace("{owner}", nameOf(owner))
                .replace("{OWNER}", nameOf(owner).toUpperCase(Locale.ROOT))
                .replace("{%owner}", encoded(nameOf(owner)))
                .replace("{me}", me)
                .replace("{ME}", me.toUpperCase(Locale.ROOT))
                .replace("{%me}", encoded(me))
                .replace("{%%me}", encoded(me).replace("%", "%25"))
                .replace("{own guest}", guestId(guestAttacker))
                .replace("{guest}", guestId(guest));
    }

    private String guestId(String caller) {
        credential(caller);
        return Credentials.idOf(caller);
    }

    private static String nameOf(String caller) {
        return caller.substring(caller.indexOf('/') + 1);
    }

    /** Every character by its number. */
    private static String encoded(String text) {
        return text.chars().mapToObj("%%%02x"::formatted).collect(Collectors.joining());
    }

    private static String name() {
        return "form-" + UUID.randomUUID();
    }

    private Map<String, Object> recorded(String requestId) {
        var find = JdbcClient.create(databases.command())
                .sql("select * from ledger.refusal where request_id = ?")
                .param(requestId);
        return await().until(() -> find.query().listOfRows(), rows -> !rows.isEmpty())
                .getFirst();
    }
}
