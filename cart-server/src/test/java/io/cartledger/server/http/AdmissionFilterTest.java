package io.cartledger.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.AtOnce;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class AdmissionFilterTest {

    private static final int MOST = 1_000;
    private static final Duration TOO_LONG = Duration.ofMillis(10);
    private static final int CROWD = 64;
    private static final int EACH = 40;
    private static final int FLOOD = 16;
    private static final int REFUSED = 4_000;

    /** What is quicker than a tenth of a millisecond is no sample. */
    private static final Duration QUICK = Duration.ofNanos(200_000);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AdmissionFilter filter = new AdmissionFilter(MOST, TOO_LONG, meters);

    @Test
    void aFloodOfQuickRefusalsDoesNotHideHowLongTheOthersWait() {
        Callable<Void> patient = () -> commands(EACH, 200, TOO_LONG.multipliedBy(3));
        Callable<Void> refused = () -> commands(REFUSED, 422, QUICK);

        AtOnce.run(Stream.concat(
                        Stream.generate(() -> patient).limit(CROWD),
                        Stream.generate(() -> refused).limit(FLOOD))
                .toList());

        assertThat(meters.get("cart.requests.limit").gauge().value()).isLessThan(MOST / 2.0);
    }

    private Void commands(int count, int status, Duration time) throws ServletException, IOException {
        for (int i = 0; i < count; i++) {
            command(status, time);
        }
        return null;
    }

    private void command(int status, Duration time) throws ServletException, IOException {
        var answer = new MockHttpServletResponse();
        filter.doFilter(new MockHttpServletRequest("POST", "/carts/c/items"), answer, (request, response) -> {
            sleep(time);
            answer.setStatus(status);
        });
        assertThat(answer.getStatus()).isEqualTo(status);
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
