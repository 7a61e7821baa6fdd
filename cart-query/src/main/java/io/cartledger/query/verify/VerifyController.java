package io.cartledger.query.verify;

import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import io.cartledger.query.http.ReadAnswers;
import io.cartledger.query.ledger.EventsUnavailableException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The route by which operators have the ledger and all that is derived from it verified. */
@RestController
@Tag(name = "Operators")
class VerifyController {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(1);
    private static final String SOON = "10"; // seconds
    private static final String AFTER_UPGRADE = "60"; // likewise

    private final Verifier verifier;
    private final JsonMapper json;

    VerifyController(Verifier verifier, JsonMapper json) {
        this.verifier = verifier;
        this.json = json;
    }

    /** Written within the request, as it goes on; null where it has been. */
    @Operation(
            summary = "Whether the ledger is whole, and everything derived from it as its events make it: progress,"
                    + " findings and at last the result, one a line")
    @GetMapping(path = "/ledger/verify")
    @Nullable
    ResponseEntity<Object> verify(@Parameter(hidden = true) HttpMethod method, HttpServletResponse response)
            throws IOException, InterruptedException {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (verifier.isOfOtherFold()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, AFTER_UPGRADE);
            return ReadAnswers.problem(Problem.of(
                    ProblemType.VIEW_UNAVAILABLE,
                    "The read model of this node's version is still being built, and that of an older one cannot be"
                            + " verified by it: ask again once the rebuild is done, or a node of the older version."));
        }
        Optional<Verifier.Place> place = verifier.takePlace();
        if (place.isEmpty()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, SOON);
            return ReadAnswers.problem(Problem.of(
                    ProblemType.OVERLOADED, "This node verifies the ledger for somebody already: ask again later."));
        }
        try (Verifier.Place mine = place.get()) {
            response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
            if (!method.equals(HttpMethod.HEAD)) {
                write(mine, response);
            }
            return null;
        } catch (SQLException e) {
            throw new EventsUnavailableException(e);
        }
    }

    private void write(Verifier.Place place, HttpServletResponse response)
            throws SQLException, IOException, InterruptedException {
        try (Verification verification = place.begin()) {
            OutputStream out = response.getOutputStream();
            boolean done;
            do {
                done = verification.await(BETWEEN_LINES);
                if (done) {
                    verification.result(); // what has failed tells nothing more
                }
                writeFound(verification.findings(), out);
                line(out, "progress", verification.progress());
                out.flush();
            } while (!done);
            long more = verification.findings().untold();
            if (more > 0) {
                line(out, "more", Map.of("findings", more));
            }
            line(out, "result", verification.result());
            out.flush();
        }
    }

    private void writeFound(Findings findings, OutputStream out) throws IOException {
        for (Finding finding : findings.take()) {
            line(out, "finding", finding);
        }
        for (Finding discarded : findings.takeDiscarded()) {
            line(out, "discarded", discarded);
        }
    }

    private void line(OutputStream out, String name, Object value) throws IOException {
        out.write(json.writeValueAsBytes(Map.of(name, value)));
        out.write('\n');
    }
}
