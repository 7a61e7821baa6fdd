package io.cartledger.query.burst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.cart.CartId;
import io.cartledger.cart.InvalidValueException;
import io.cartledger.cart.Sku;
import io.cartledger.query.burst.BurstSearch.BurstsFound;
import io.cartledger.query.burst.FoundBurst.FoundCommand;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.http.IpRange;
import io.cartledger.query.http.Parameters;
import io.cartledger.query.page.PageRequest;
import io.cartledger.query.page.Total;
import io.cartledger.query.projection.TestView;
import io.cartledger.query.rows.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who looks for bursts finds those that they mean, page by page, and by an index. */
class BurstSearchTest {

    private static final int BURSTS = 20_000;

    /** Every second one began at the same time as the one before. Rare ones: of cart c-7, SKU S-7, and so on. */
    private static final String FILL = """
            insert into view.burst (
              cart_id, item_id, sku, customer, began_at, ended_at, commands, changed, refused, replayed)
            select 'c-' || n %% 5000, 'S-' || n, 'S-' || n %% 4000, (n %% 3000)::text,
              '%1$s'::timestamptz + n / 2 * interval '1 second',
              '%1$s'::timestamptz + n / 2 * interval '1 second' + interval '4.5 milliseconds',
              case when n %% 1000 = 7 then 12 else 2 end, 1, case when n %% 1000 = 7 then 11 else 1 end, 0
            from generate_series(1, %2$d) n;

            insert into view.burst_command (
              burst, received_at, command, outcome, position, version, channel, actor_kind, actor, client, request_id,
              causation_id, idempotency_key, ip, session, user_agent, address_hashed, session_hashed, subject)
            select b.burst, b.began_at, '00000000-0000-0000-0000-00000000000c'::uuid, 'changed', 1, 6, 'api', 'customer', b.customer,
              'shop', 'r-1', '00000000-0000-0000-0000-00000000000c'::uuid, 'k-1', '10.0.0.0'::inet + b.burst, 's-' || b.burst %% 6000,
              'Phone/1.0', false, false, gen_random_uuid()
            from view.burst b
            union all
            select b.burst, b.ended_at, gen_random_uuid(), 'limit-exceeded', null, null, null, 'customer', b.customer, 'shop',
              'r-2', null, null, null, null, null, true, true, null
            from view.burst b;

            analyze view.burst, view.burst_command;
            """;

    private static final TestBursts SHOP = new TestBursts();

    @BeforeAll
    static void fill() {
        SHOP.view.database.execute(FILL.formatted(TestBursts.START, BURSTS));
    }

    private static BurstQuery query(String name, String value) {
        return new BurstQuery(
                name.equals("cart") ? Parameters.cart(value) : null,
                name.equals("sku") ? Parameters.sku(value) : null,
                name.equals("customer") ? Parameters.customer(value) : null,
                name.equals("ip") ? IpRange.parse(value) : null,
                name.equals("session") ? Parameters.text(name, value) : null,
                name.equals("from") ? Parameters.instant(name, value) : null,
                name.equals("to") ? Parameters.instant(name, value) : null,
                name.equals("minCommands") ? Parameters.number(name, value) : null);
    }

    private static BurstsFound find(
            BurstQuery query, @Nullable Integer limit, @Nullable String cursor, boolean personal) throws SQLException {
        try (Connection connection = SHOP.view.view.getConnection()) {
            return BurstSearch.find(
                    new ViewConnection(connection, TestView.GENERATION),
                    query,
                    PageRequest.of(BurstSearch.LIST, limit, cursor),
                    personal);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cart, c-7, 15007 10007 5007 7",
        "sku, S-7, 16007 12007 8007 4007 7",
        "customer, 7, 18007 15007 12007 9007 6007 3007 7",
        "session, s-7, 18007 12007 6007 7",
        "ip, 10.0.0.7, 7",
        "ip, 10.0.0.7/32, 7",
        "ip, 10.0.0.7/30, 7 6 5 4",
        "ip, ::ffff:10.0.0.7, 7",
        "ip, 2001:db8::/32, ''",
        "from, 2026-01-31T17:48:50.447+00:00, 20000 19999 19998",
        "to, 2026-01-31T15:02:12.447Z, 1",
    })
    void whatIsAskedForIsFoundTheNewestFirst(String name, String value, String bursts) throws SQLException {
        BurstsFound found = find(query(name, value), null, null, true);

        List<Long> expected = bursts.isEmpty()
                ? List.of()
                : List.of(bursts.split(" ")).stream().map(Long::valueOf).toList();
        assertThat(found.page().rows()).extracting(FoundBurst::burst).containsExactlyElementsOf(expected);
        assertThat(found.total()).isEqualTo(new Total(expected.size(), false));
    }

    @Test
    void thoseOfManyCommandsAreFound() throws SQLException {
        assertThat(find(query("minCommands", "3"), null, null, true).page().rows())
                .hasSize(20)
                .allMatch(burst -> burst.count() == 12)
                .extracting(FoundBurst::burst)
                .isSortedAccordingTo((one, other) -> Long.compare(other, one));
    }

    @Test
    void filtersHoldTogether() throws SQLException {
        var both = new BurstQuery(new CartId("c-7"), new Sku("S-7"), null, null, null, null, null, null);

        assertThat(find(both, null, null, true).page().rows())
                .extracting(FoundBurst::burst)
                .containsExactly(7L);
    }

    @Test
    void thePagesAreTurnedBothWaysOverBurstsOfTheSameTime() throws SQLException {
        var query = query("to", "2026-01-31T15:02:16.447Z");
        List<Long> forth = new ArrayList<>();
        List<Long> back = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        Optional<String> last = Optional.empty();
        do {
            var page = find(query, 2, cursor.orElse(null), true).page();
            page.rows().forEach(burst -> forth.add(burst.burst()));
            cursor = page.next();
            last = page.previous().isPresent() ? page.previous() : last;
        } while (cursor.isPresent());
        do {
            var page = find(query, 2, last.orElseThrow(), true).page();
            page.rows().reversed().forEach(burst -> back.add(burst.burst()));
            last = page.previous();
        } while (last.isPresent());

        assertThat(forth)
                .isEqualTo(LongStream.rangeClosed(1, 9).boxed().toList().reversed());
        assertThat(back).isEqualTo(forth.subList(0, 8).reversed());
    }

    @Test
    void tooManyToCountAreEstimated() throws SQLException {
        Total total = find(BurstQuery.ALL, null, null, true).total();

        assertThat(total.estimate()).isTrue();
        assertThat(total.rows()).isBetween(15_000L, 25_000L);
    }

    @Test
    void aBurstIsShownWithItsCommands() throws SQLException {
        FoundBurst burst =
                find(query("ip", "10.0.0.7"), null, null, true).page().rows().getFirst();

        assertThat(burst.millis()).isEqualTo(4.5);
        assertThat(burst.commands()).extracting(FoundCommand::offsetMillis).containsExactly(0.0, 4.5);
        assertThat(burst.commands()).extracting(FoundCommand::outcome).containsExactly("changed", "refused");
        assertThat(burst.commands()).extracting(FoundCommand::code).containsExactly(null, "limit-exceeded");
        assertThat(burst.commands()).extracting(FoundCommand::ip).containsExactly("10.0.0.7", null);
        assertThat(burst.commands()).extracting(FoundCommand::ipHashed).containsExactly(null, true);
        assertThat(burst.commands()).extracting(FoundCommand::session).containsExactly("s-7", null);
        assertThat(burst.commands()).extracting(FoundCommand::userAgent).containsExactly("Phone/1.0", null);
    }

    @Test
    void whoMayNotSeeWhatIsPersonalDoesNot() throws SQLException {
        FoundBurst burst =
                find(query("cart", "c-7"), 1, null, false).page().rows().getFirst();

        assertThat(burst.commands())
                .hasSize(2)
                .allSatisfy(command -> assertThat(command)
                        .extracting(
                                FoundCommand::ip,
                                FoundCommand::ipHashed,
                                FoundCommand::session,
                                FoundCommand::sessionHashed,
                                FoundCommand::userAgent)
                        .containsOnlyNulls());
    }

    /** Also where PostgreSQL might read the whole table for the first page. */
    @ParameterizedTest
    @CsvSource({
        "cart, c-7",
        "sku, S-7",
        "customer, 7",
        "ip, 10.0.0.7",
        "ip, 10.0.0.0/28",
        "session, s-7",
        "from, 2026-01-31T17:48:58Z",
        "to, 2026-01-31T15:02:13Z",
        "minCommands, 3",
        "none, -"
    })
    void eachFilterHasAnIndex(String name, String value) throws SQLException {
        Sql page = BurstSearch.page(query(name, value), PageRequest.of(BurstSearch.LIST, null, null));

        String plan = explain(page);

        assertThat(plan).contains("Index").doesNotContain("Seq Scan");
    }

    private static String explain(Sql sql) throws SQLException {
        try (Connection connection = SHOP.view.view.getConnection();
                PreparedStatement statement =
                        Sql.of("explain ").then(sql).prepare(new ViewConnection(connection, TestView.GENERATION));
                ResultSet row = statement.executeQuery()) {
            var plan = new StringBuilder();
            while (row.next()) {
                plan.append(row.getString(1)).append('\n');
            }
            return plan.toString();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cart=c 1",
                "sku=",
                "customer=x y",
                "ip=localhost",
                "ip=1.2.3",
                "ip=1.2.3.4/33",
                "ip=1.2.3.4/",
                "ip=::1/129",
                "session= ",
                "from=yesterday",
                "to=+12026-01-01T00:00:00Z",
                "minCommands=1",
                "minCommands=",
                "minCommands=two"
            })
    void whatIsNoValueIsRefusedByName(String parameter) {
        String name = parameter.substring(0, parameter.indexOf('='));

        assertThatThrownBy(() -> query(name, parameter.substring(name.length() + 1)))
                .isInstanceOf(InvalidValueException.class)
                .extracting(e -> ((InvalidValueException) e).field())
                .isEqualTo(name);
    }

    @Test
    void aTimeThatEndsBeforeItBeginsIsRefused() {
        var time = Instant.parse("2026-01-31T15:02:13Z");

        assertThatThrownBy(() -> new BurstQuery(null, null, null, null, null, time, time, null))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("to must be later than from");
    }
}
