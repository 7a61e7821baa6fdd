package io.cartledger.server.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.OpenLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Half of the requests are with tokens, half with guests' cookies, over two nodes; the long form is 200 a second. */
class KeyRotationIT {

    private static final int PER_SECOND = Boolean.getBoolean("cart.full") ? 200 : 80;
    private static final int KEYS = 4; // of each kind, so three rotations
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Guests come again after three seconds: by then their cookie's key signs no more, and they need it still. */
    private static final int VISITS_PER_SECOND = PER_SECOND / 4;

    private static final BlockingQueue<Guest> GUESTS = new ArrayBlockingQueue<>(3 * VISITS_PER_SECOND);

    private static final Set<String> COOKIE_KEYS = ConcurrentHashMap.newKeySet();

    private static ShortLivedKeys nodes;
    private static BackEnd backEnd;
    private static String firstToken;
    private static String firstCookie;
    private static final List<Throwable> FAILURES = new ArrayList<>();

    @BeforeAll
    static void rotateUnderLoad() {
        nodes = ShortLivedKeys.start();
        IntStream.range(0, 3 * VISITS_PER_SECOND).forEach(guest -> GUESTS.add(new Guest(nodes)));
        GUESTS.forEach(Guest::visit); // one after the other: nodes that have just started are slow
        backEnd = new BackEnd(nodes, PER_SECOND / 2);
        firstToken = backEnd.token();
        firstCookie = GUESTS.peek().cookie();
        OpenLoop guests = OpenLoop.start(VISITS_PER_SECOND, KeyRotationIT::visit);
        OpenLoop programs = OpenLoop.start(PER_SECOND / 2, backEnd::send);
        try (guests;
                programs) {
            // Whoever is logged out stays away, so that there may be no more keys to wait for.
            await().atMost(PATIENCE)
                    .until(() -> (COOKIE_KEYS.size() >= KEYS && backEnd.keys().size() >= KEYS)
                            || !guests.failures().isEmpty()
                            || !programs.failures().isEmpty());
        }
        FAILURES.addAll(guests.failures());
        FAILURES.addAll(programs.failures());
    }

    /** Of the guest who was here the longest time ago, if anybody is not here now. */
    private static void visit() {
        Guest guest = GUESTS.poll();
        if (guest != null) {
            guest.visit();
            COOKIE_KEYS.add(ShortLivedKeys.keyOf(guest.cookie()));
            GUESTS.add(guest);
        }
    }

    @AfterAll
    static void stop() {
        if (nodes != null) {
            nodes.close();
        }
    }

    @Test
    void nobodyIsLoggedOutAndNoGuestLosesTheCart() {
        assertThat(FAILURES).isEmpty();
        assertThat(GUESTS).hasSize(3 * VISITS_PER_SECOND);
    }

    @Test
    void aTokenThatHasExpiredIsNotTaken() {
        await().atMost(PATIENCE).until(() -> backEnd.send(0, firstToken).status() == 401);
    }

    @Test
    void aCookieWhoseKeyIsForgottenIsAsNone() {
        String key = ShortLivedKeys.keyOf(firstCookie);
        await().atMost(PATIENCE).until(() -> {
            look();
            return !nodes.isKnown(key);
        });

        Answer answer = look();

        assertThat(answer.lines()).isEmpty();
        assertThat(answer.header("Set-Cookie")).startsWith("cart_guest=");
    }

    private static Answer look() {
        return nodes.node(0).with("Cookie", "cart_guest=" + firstCookie).send("GET", "/me/cart", null);
    }
}
