package io.cartledger.query.past;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvents;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.http.CartJson;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import io.cartledger.query.past.Moment.At;
import io.cartledger.query.past.Moment.InVersion;
import io.cartledger.query.past.PastCart.Found;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** All carts at an instant are what the events make that had been recorded by then, whenever somebody asks. */
class CartsAsOfTest {

    private static final long SEED = 20_260_301;
    private static final int COMMANDS = 600;
    private static final int INSTANTS = 40;
    private static final int PAGE = 17; // so that pages end anywhere
    private static final Caller SUPPORT = new Caller(Caller.Kind.SUPPORT, "anna");
    private static final JsonMapper JSON = new JsonMapper();

    private final RandomShop shop = new RandomShop(SEED);
    private final Random random = new Random(SEED);
    private final CartEventPages pages = new CartEventPages(shop.events, PAGE);

    @Test
    void anyInstantShowsTheReplayOfTheFirstEventsThatHadBeenRecordedByThen() throws Exception {
        shop.sendRandom(COMMANDS);
        List<Recorded<Written>> history = shop.history();
        System.out.printf("CartsAsOfTest: seed %d, %d events%n", SEED, history.size());
        assertThat(history)
                .extracting(event -> event.event().type())
                .containsAll(Arrays.stream(CartEvent.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList());

        for (int i = 0; i < INSTANTS; i++) {
            Recorded<Written> some = history.get(random.nextInt(history.size()));
            Instant at = some.recordedAt().minusNanos(1_000L * random.nextInt(2));
            List<Recorded<Written>> first = history.stream()
                    .filter(event -> !event.recordedAt().isAfter(at))
                    .toList();

            assertThat(asOf(at)).as("at %s", at).isEqualTo(lines(replay(first)));
        }
    }

    @Test
    void whatHappensLaterChangesNoAnswer() throws Exception {
        shop.sendRandom(COMMANDS / 4);
        var answers = new HashMap<Instant, String>();
        for (Recorded<Written> event : shop.history()) {
            answers.put(event.recordedAt(), asOf(event.recordedAt()));
        }

        shop.sendRandom(COMMANDS / 4);

        for (Map.Entry<Instant, String> answer : answers.entrySet()) {
            assertThat(asOf(answer.getKey())).isEqualTo(answer.getValue());
        }
    }

    @Test
    void eachCartByItselfIsWhatItIsAmongAll() throws Exception {
        shop.sendRandom(COMMANDS / 4);
        var carts = new PastCarts(pages);
        List<Recorded<Written>> history = shop.history();

        for (int i = 0; i < INSTANTS / 4; i++) {
            Instant at = history.get(random.nextInt(history.size())).recordedAt();
            asOf(at).lines().forEach(line -> {
                var cartId = new CartId(JSON.readTree(line).path("cartId").asString());
                long version = JSON.readTree(line).path("version").asLong();

                assertThat(carts.find(cartId, SUPPORT, new At("at", at)))
                        .isEqualTo(carts.find(cartId, SUPPORT, new InVersion("version", version)))
                        .isInstanceOfSatisfying(
                                Found.class,
                                found -> assertThat(line(cartId, found.cart())).isEqualTo(line));
            });
        }
    }

    @Test
    void aCartThatNobodyCanReadIsSaidToBeSoAndTheOthersGoOn() throws Exception {
        shop.sendRandom(COMMANDS / 4);
        Recorded<Written> unreadable = shop.history().stream()
                .filter(event -> event.sequenceNumber() == 1)
                .findFirst()
                .orElseThrow();
        Instant before = unreadable.recordedAt().minusNanos(1_000);
        Instant last = shop.history().getLast().recordedAt();
        String then = asOf(before);
        List<String> all = asOf(last).lines().toList();

        shop.database.execute("update ledger.event set payload = '{}', type = 'CartMadeUp' where position = "
                + unreadable.position());

        String cartId = "{\"cartId\":\"" + unreadable.aggregateId() + "\",";
        assertThat(asOf(last).lines())
                .containsExactlyElementsOf(all.stream()
                        .map(line -> line.startsWith(cartId)
                                ? cartId + "\"unreadable\":{\"version\":1,\"position\":" + unreadable.position() + "}}"
                                : line)
                        .toList());
        assertThat(asOf(before)).isEqualTo(then);
    }

    private String asOf(Instant at) throws IOException, SQLException {
        long position = shop.events.positionAt(at).orElseThrow();
        var out = new ByteArrayOutputStream();
        new CartsAsOf(pages, JSON).write(position, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Map<String, CartState> replay(List<Recorded<Written>> events) {
        var carts = new TreeMap<String, CartState>();
        for (Recorded<Written> event : events) {
            carts.put(
                    event.aggregateId(),
                    carts.getOrDefault(event.aggregateId(), CartState.NONE)
                            .apply(event.sequenceNumber(), CartEvents.CODEC.read(event.event())));
        }
        return carts;
    }

    private static String lines(Map<String, CartState> carts) {
        return carts.entrySet().stream()
                .map(cart -> line(new CartId(cart.getKey()), cart.getValue()) + "\n")
                .collect(joining());
    }

    private static String line(CartId cartId, CartState cart) {
        return JSON.writeValueAsString(CartJson.of(cartId, cart));
    }
}
