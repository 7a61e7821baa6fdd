package io.cartledger.query.burst;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.ClearCart;
import io.cartledger.cart.CartId;
import io.cartledger.cart.Item;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.ledger.Origin;
import io.cartledger.ledger.Origin.Source;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.history.ChangeTable;
import io.cartledger.query.projection.TestView;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which commands make a burst. */
class BurstStepTest {

    private static final String REPLAYED = "replayed";
    private static final String REFUSED = "limit-exceeded";
    private static final UUID SUBJECT = UUID.fromString("00000000-0000-0000-0000-0000000000aa");

    private final TestBursts shop = new TestBursts();

    @Test
    void threePostsWithinSixMillisecondsAreOneBurstAndOneLine() throws SQLException {
        add("c-1", "2026-01-31T15:02:11.447Z");
        add("c-1", "2026-01-31T15:02:11.451Z");
        add("c-1", "2026-01-31T15:02:11.453Z");
        shop.view.catchUp();

        shop.find();

        assertThat(shop.found()).containsExactly("c-1 DRN-7X 0:changed 4000:changed 6000:changed = 3 3 0 0 whole");
        assertThat(shop.view.viewed(new CartId("c-1")).lines()).hasSize(1);
        assertThat(shop.view.jdbc.sql("""
                        select concat_ws(' ', c.version, c.channel, c.actor_kind, c.actor, c.client, c.request_id,
                          c.idempotency_key, host(c.ip), c.session, c.user_agent, c.position = h.position,
                          c.causation_id = h.causation_id, b.sku)
                        from view.burst b
                        join view.burst_command c on c.burst = b.burst
                        join view_1.change h on h.position = c.position
                        order by c.received_at
                        """).query(String.class).list())
                .containsExactly(
                        "1 api back-end test shop r-1 k-1 203.0.113.7 s-1 Phone/1.0 t t DRN-7X",
                        "2 api back-end test shop r-1 k-1 203.0.113.7 s-1 Phone/1.0 t t DRN-7X",
                        "3 api back-end test shop r-1 k-1 203.0.113.7 s-1 Phone/1.0 t t DRN-7X");
    }

    private void add(String cartId, String receivedAt) {
        shop.view.send(
                new AddItem(new CartId(cartId), new Item(new Sku("DRN-7X")), new Quantity(1)), origin(receivedAt));
    }

    private static Origin origin(String receivedAt) {
        var source = new Source("203.0.113.7", "s-1", "Phone/1.0");
        var time = Instant.parse(receivedAt);
        return new Origin(
                "api", time, "back-end", "test", "shop", "r-1", "t-1", UUID.randomUUID(), "k-1", null, source);
    }

    @ParameterizedTest
    @CsvSource({"50000, true", "50001, false", "0, true", "-50000, true", "-50001, false"})
    void fiftyMillisecondsAreABurstAndMoreAreNot(long micros, boolean burst) {
        shop.changed("c-1", "A", 0);
        shop.changed("c-1", "A", micros);

        shop.find();

        assertThat(shop.found()).hasSize(burst ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"50000, true", "50001, false"})
    void alsoWhereTheyAreLookedAtOneByOne(long micros, boolean burst) {
        shop.changed("c-1", "A", 0);
        shop.find();
        shop.refused(1, "c-1", "A", micros, REFUSED);
        shop.find();

        assertThat(shop.found()).hasSize(burst ? 1 : 0);
    }

    @Test
    void aBurstIsAsLongAsNoGapIs() {
        IntStream.range(0, 7).forEach(n -> shop.changed("c-1", "A", n * 50_000L));
        shop.changed("c-1", "A", 350_001);

        shop.find();

        assertThat(shop.found())
                .containsExactly("c-1 A 0:changed 50000:changed 100000:changed 150000:changed 200000:changed"
                        + " 250000:changed 300000:changed = 7 7 0 0 whole");
    }

    @Test
    void commandsThatWereRefusedOrReplayedCount() {
        shop.changed("c-1", "A", 0);
        shop.refused(1, "c-1", "A", 1, REFUSED);
        shop.refused(2, "c-1", "A", 2, REPLAYED);

        shop.find();

        assertThat(shop.found()).containsExactly("c-1 A 0:changed 1:limit-exceeded 2:replayed = 3 1 1 1 whole");
        assertThat(shop.view.jdbc.sql("""
                        select concat_ws(' ', customer, actor_kind, actor, request_id, address_hashed, session_hashed, ip)
                        from view.burst_command
                        where outcome <> 'changed'
                        order by received_at
                        """).query(String.class).list())
                .containsExactly("4421 customer 4421 f-1 t t", "4421 customer 4421 f-2 t t");
    }

    @Test
    void ofOneWhoseOutcomeNobodyKnewOnlyTheChangeCounts() {
        shop.changed("c-1", "A", 0);
        shop.refused(1, "c-1", "A", 1, "outcome-unknown");

        shop.find();

        assertThat(shop.found()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"c 1, A", "c-1, DRN 7X", "'', A"})
    void whatCannotExistIsInNoBurst(String cart, String item) {
        shop.refused(1, cart, item, 0, REFUSED);
        shop.refused(2, cart, item, 1, REFUSED);

        shop.find();

        assertThat(shop.found()).isEmpty();
    }

    @Test
    void otherItemsAndOtherCartsAreOtherBursts() {
        shop.changed("c-1", "A", 0);
        shop.changed("c-1", "B", 1);
        shop.changed("c-2", "A", 2);
        shop.changed("c-2", "A~0123456789abcdefghijklmnop", 3);
        shop.find();
        assertThat(shop.found()).isEmpty();

        shop.changed("c-2", "A", 4);
        shop.changed("c-1", "B", 5);
        shop.find();

        assertThat(shop.found())
                .containsExactly(
                        "c-1 B 1:changed 5:changed = 2 2 0 0 whole", "c-2 A 2:changed 4:changed = 2 2 0 0 whole");
    }

    @Test
    void aCommandOfSeveralEventsOnAnItemCountsOnce() {
        var command = UUID.randomUUID();
        IntStream.range(0, 9).forEach(n -> shop.changed("c-1", "A", 0, command));
        shop.find();
        assertThat(shop.found()).isEmpty();

        shop.changed("c-1", "A", 1);
        shop.find();

        assertThat(shop.found()).containsExactly("c-1 A 0:changed 1:changed = 2 2 0 0 whole");
    }

    @Test
    void aCommandOnSeveralItemsCountsForEach() throws SQLException {
        var cart = new CartId("c-1");
        for (String sku : List.of("A", "B")) {
            shop.view.send(
                    new AddItem(cart, new Item(new Sku(sku)), new Quantity(1)), origin("2026-01-31T15:02:11.447Z"));
        }
        shop.view.send(new ClearCart(cart), origin("2026-01-31T15:02:11.448Z"));
        shop.view.catchUp();

        shop.find();

        assertThat(shop.found())
                .containsExactly(
                        "c-1 A 0:changed 1000:changed = 2 2 0 0 whole", "c-1 B 0:changed 1000:changed = 2 2 0 0 whole");
    }

    @Test
    void ofALongBurstTheFirstHundredCommandsAreKeptAndAllAreCounted() {
        var late = UUID.randomUUID();
        long parked = shop.nextPosition();
        for (int n = 0; n < 103; n++) {
            long position = shop.nextPosition();
            shop.fold(position, "c-1", "A", 10 + n, UUID.randomUUID());
            shop.reach(position);
        }
        TestBursts.find(shop.finder(shop.view.view, 40));
        shop.fold(parked, "c-1", "A", 0, late);
        shop.retried();
        TestBursts.find(shop.finder(shop.view.view, 40));

        assertThat(shop.view.jdbc.sql("""
                        select concat_ws(' ', b.commands, count(*), min(c.received_at) = b.began_at,
                          round(extract(epoch from max(c.received_at) - b.began_at) * 1000000),
                          round(extract(epoch from b.ended_at - b.began_at) * 1000000))
                        from view.burst b
                        join view.burst_command c on c.burst = b.burst
                        group by b.burst
                        """).query(String.class).single()).isEqualTo("104 100 t 108 112");
    }

    @Test
    void ofAnErasedPersonNothingIsKeptOfFromWhereTheyCame() throws SQLException {
        shop.changed("c-1", "A", 0);
        shop.changed("c-1", "A", 1);
        shop.find();
        assertThat(sources()).containsExactly("203.0.113.7 s-1 Phone/1.0", "203.0.113.7 s-1 Phone/1.0");

        try (Connection connection = shop.view.view.getConnection()) {
            connection.setAutoCommit(false);
            ChangeTable.erase(new ViewConnection(connection, TestView.GENERATION), List.of(SUBJECT));
            BurstFinder.erase(connection, List.of(SUBJECT));
            connection.commit();
        }

        assertThat(sources()).containsExactly("", "");
    }

    private List<String> sources() {
        return shop.view
                .jdbc
                .sql("select concat_ws(' ', host(ip), session, user_agent) from view.burst_command")
                .query(String.class)
                .list();
    }

    @Test
    void whoseCartItWasIsKnownFromTheFirstCommandForWhichItIs() {
        shop.changed("c-1", "A", 0);
        shop.refused(1, "c-1", "A", 1, REPLAYED);
        shop.view.database.execute("update view_1.change set customer = null");

        shop.find();

        assertThat(shop.view
                        .jdbc
                        .sql("select customer from view.burst")
                        .query(String.class)
                        .single())
                .isEqualTo("4421");
    }
}
