package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.ledger.Origin.Source;
import io.cartledger.ledger.RecordedOrigin;
import io.cartledger.ledger.Seals.Place;
import io.cartledger.server.database.Databases;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.Credentials;
import io.cartledger.server.testing.RunningServer;
import io.cartledger.server.vault.SubjectKeys;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What tells of a person can be read as long as the person's key is there, and only with it. */
@RunningServer
class PersonalDataTest {

    private static final String BROWSER = "Lynx/2.9 (Amiga 1200; Mia's)";
    private static final String ADDRESS = "127.0.0.1";
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{8,}={0,2}");

    private static final String TABLES = """
            select table_schema || '.' || table_name
            from information_schema.tables
            where table_schema in ('ledger', 'work') and table_type = 'BASE TABLE'
            """;

    private static final String ORIGINS = """
            select event_id, origin
            from ledger.event
            where aggregate_id = ?
            order by position
            """;

    @LocalServerPort
    private int port;

    @Value("${spring.datasource.url}")
    private String url;

    @Autowired
    private Databases databases;

    @Autowired
    private SubjectKeys keys;

    private final CartClient shop =
            new CartClient(path -> URI.create("http://127.0.0.1:" + port + path)).with("User-Agent", BROWSER);

    private record Event(UUID id, String origin) {}

    @Test
    void theLedgerAloneTellsNobodyFromWhereAnyoneCame() {
        shop.with("Idempotency-Key", "personal").add("personal-1", "DRN-7X", 1);
        shop.as("guest/personal").sendForm("/add-cart.php", "product_id=DRN-7X");
        shop.as("support/anna").send("POST", "/customers/personal-1/allowances", """
                {"sku":"DRN-7X","units":1,"until":"2099-01-01T00:00:00Z","ticket":"T-1"}""");
        shop.as("support/anna").send("POST", "/customers/personal-1/notes", "{\"text\":\"Mia likes green\"}");
        shop.as("support/anna")
                .send(
                        "POST",
                        "/carts/personal-1/corrections",
                        "{\"itemId\":\"DRN-7X\",\"quantity\":2,\"reason\":\"Mia asked\",\"ticket\":\"T-2\"}");
        shop.as("support/anna")
                .send("POST", "/carts/personal-1/restorations", "{\"version\":1,\"reason\":\"Mia changed her mind\"}");
        String session = Credentials.sessionOf("guest/personal");
        shop.as("guest/personal").send("POST", "/me/cart/checkout", "{\"orderReference\":\"O-1\"}");

        List<String> rows = rowsOfTheLedger();

        assertThat(rows)
                .anyMatch(row -> row.contains("NoteAdded"))
                .anyMatch(row -> row.contains("LineCorrected"))
                .anyMatch(row -> row.contains("CartRestored"))
                .noneMatch(row -> row.contains("Mia ") || row.contains(session));

        assertThat(rows).anyMatch(row -> row.contains("personal-1"));
        // One of the keys that tests of bad headers send has an address in it.
        List<String> ours = rows.stream().filter(row -> !row.contains("jndi:")).toList();
        assertThat(ours).noneMatch(row -> row.contains(BROWSER) || row.contains("Lynx") || row.contains(ADDRESS));
    }

    @Test
    void whoGuessesANoteCannotTellFromTheLedgerThatItIsRight() throws GeneralSecurityException {
        String request = "/customers/personal-6/notes";
        String note = "{\"text\":\"Mia likes red\"}";
        CartClient support = shop.as("support/anna").with("Idempotency-Key", "guess");
        assertThat(support.send("POST", request, note).status()).isEqualTo(201);

        byte[] guess = MessageDigest.getInstance("SHA-256")
                .digest(("POST " + request + "\n" + note).getBytes(StandardCharsets.UTF_8));

        assertThat(rowsOfTheLedger())
                .anyMatch(row -> row.contains(",guess,"))
                .noneMatch(row -> row.contains(HexFormat.of().formatHex(guess)));
        assertThat(support.send("POST", request, note).header("Idempotency-Replayed"))
                .isEqualTo("true");
        assertThat(support.send("POST", request, note.replace("red", "blue")).code())
                .isEqualTo("idempotency-key-reused");
    }

    @Test
    void theServiceTellsItUntilThePersonIsErased() {
        String cart = add("customer/personal-2");

        assertThat(sources(cart)).containsOnly(new Source(ADDRESS, null, BROWSER));

        keys.erase("customer/personal-2");

        assertThat(sources(cart)).hasSize(2).containsOnly(Source.NONE);
    }

    @Test
    void whoeverIsErasedIsErasedAsTheGuestBeforeTheClaim() {
        String cart = add("guest/personal-3");
        shop.as("customer/personal-3+guest/personal-3").send("POST", "/carts/" + cart + "/claim", "{}");
        assertThat(sources(cart)).hasSize(3).allSatisfy(source -> {
            assertThat(source.ip()).isEqualTo(ADDRESS);
            assertThat(source.userAgent()).isEqualTo(BROWSER);
            assertThat(source.session()).hasSize(36);
        });

        keys.erase("customer/personal-3");

        assertThat(sources(cart)).hasSize(3).containsOnly(Source.NONE);
    }

    @Test
    void aVaultThatHangsHoldsACommandLittleBeyondItsDeadline() throws SQLException {
        Answer answer;
        Instant sent;
        Instant answered;
        try (Connection holder = databases.vault().getConnection()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("lock table vault.subject_key in access exclusive mode");
            sent = Instant.now();

            answer = shop.send("POST", "/carts/personal-7/items", "{\"sku\":\"DRN-7X\"}");

            answered = Instant.now();
            holder.rollback();
        }

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("ledger-unavailable");
        assertThat(Duration.between(sent, answered)).isLessThan(Duration.ofSeconds(5));
        assertThat(shop.add("personal-7", "DRN-7X", 1).isSuccess()).isTrue();
    }

    @Test
    void aBrowserTellsNoMoreThan256CharactersAndNoneThatAreNotPrintable() {
        CartClient loud = shop.with("User-Agent", "a\tb " + "x".repeat(300));

        loud.add("personal-4", "DRN-7X", 1);

        assertThat(sources("personal-4")).extracting(Source::userAgent).containsOnly("a?b " + "x".repeat(252));
    }

    @Test
    void withoutTheVaultNothingIsTakenFromAnybodyNew() {
        JdbcClient vault = JdbcClient.create(databases.vault());
        vault.sql("alter table vault.subject_key rename to elsewhere").update();
        try {
            Answer answer = shop.add("personal-5", "DRN-7X", 1);

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("ledger-unavailable");
            assertThat(sources("personal-5")).isEmpty();
        } finally {
            vault.sql("alter table vault.elsewhere rename to subject_key").update();
        }
        assertThat(shop.add("personal-5", "DRN-7X", 1).status()).isEqualTo(201);
    }

    private String add(String caller) {
        return shop.as(caller)
                .send("POST", "/me/cart/items", "{\"sku\":\"DRN-7X\"}")
                .json()
                .path("cartId")
                .asString();
    }

    private List<Source> sources(String cartId) {
        return JdbcClient.create(databases.command())
                .sql(ORIGINS)
                .param(cartId)
                .query((row, number) -> new Event(row.getObject(1, UUID.class), row.getString(2)))
                .list()
                .stream()
                .map(this::source)
                .toList();
    }

    private Source source(Event event) {
        return RecordedOrigin.read(event.origin(), closed -> keys.open(closed, Place.origin(event.id())))
                .origin()
                .source();
    }

    /** As text, and whatever in it looks like base64 decoded, too. */
    private List<String> rowsOfTheLedger() {
        JdbcClient ledger = JdbcClient.create(new DriverManagerDataSource(url, "postgres", "any"));
        return ledger.sql(TABLES).query(String.class).list().stream()
                .flatMap(table -> ledger.sql("select t::text from " + table + " t").query(String.class).list().stream())
                .map(PersonalDataTest::withBase64Decoded)
                .toList();
    }

    private static String withBase64Decoded(String row) {
        var text = new StringBuilder(row);
        Matcher candidate = BASE64.matcher(row);
        while (candidate.find()) {
            String whole = candidate.group().replace("=", "");
            String decodable = whole.substring(0, whole.length() - whole.length() % 4);
            text.append(' ').append(new String(Base64.getDecoder().decode(decodable), StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }
}
