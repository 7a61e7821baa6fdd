package io.cartledger.query.http;

import io.cartledger.http.ConsistencyToken;
import io.cartledger.http.ETag;
import io.cartledger.http.Preconditions;
import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Answers of routes that read. */
public final class ReadAnswers {

    private ReadAnswers() {}

    /**
     * What was found; 304 where the client has it already, 412 where it is not in a version that the client wants.
     *
     * @param version of what was found
     */
    public static ResponseEntity<Object> found(
            Preconditions preconditions, long version, ConsistencyToken token, Object body) {
        if (preconditions.ifMatch() != null && !new Preconditions(preconditions.ifMatch(), null).holdFor(version)) {
            String detail = "It is in version " + version + ".";
            return problem(Problem.of(ProblemType.PRECONDITION_FAILED, detail).with(Map.of("version", version)));
        }
        boolean known = !preconditions.holdFor(version);
        return ResponseEntity.status(known ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
                .eTag(ETag.of(version))
                .header("Cache-Control", "no-cache")
                .header(ConsistencyToken.HEADER, token.text())
                .body(known ? null : body);
    }

    /** What it says. */
    public static ResponseEntity<Object> problem(Problem problem) {
        return ResponseEntity.status(problem.status())
                .contentType(MediaType.parseMediaType(Problem.MEDIA_TYPE))
                .body(problem);
    }
}
