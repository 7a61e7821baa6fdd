package io.cartledger.query.http;

import io.cartledger.http.ConsistencyToken;
import io.cartledger.http.Preconditions;
import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Answers of routes that read. */
public final class ReadAnswers {

    /** When what is shown came to be as it is, by the ledger's time (RFC 3339). */
    public static final String RECORDED_AT = "Recorded-At";

    private ReadAnswers() {}

    /**
     * What was found; 304 where the client has it already, 412 where it is not in a version that the client wants.
     *
     * @param id of what was found
     * @param version its version; below 0 if nothing has happened to it yet, and then it has no tag
     */
    public static ResponseEntity<Object> found(
            Preconditions preconditions, String id, long version, ConsistencyToken token, Object body) {
        return found(preconditions, id, version, token, null, body);
    }

    /**
     * The same of what is past. The client may keep it and has to ask all the same, as it may be somebody else's by now.
     *
     * @param recordedAt when it came to be as it was, or null for what is not past
     */
    public static ResponseEntity<Object> found(
            Preconditions preconditions,
            String id,
            long version,
            ConsistencyToken token,
            @Nullable Instant recordedAt,
            Object body) {
        if (!preconditions.matches(id, version)) {
            return versionDiffers(version);
        }
        boolean known = preconditions.isKnown(id, version);
        var answer = ResponseEntity.status(known ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
                .cacheControl(CacheControl.noCache().cachePrivate())
                .header(ConsistencyToken.HEADER, token.text());
        String tag = preconditions.tagging().of(id, version);
        if (tag != null) {
            answer.eTag(tag);
        }
        if (recordedAt != null) {
            answer.header(RECORDED_AT, recordedAt.toString());
        }
        return answer.body(known ? null : body);
    }

    private static ResponseEntity<Object> versionDiffers(long version) {
        return version < 0
                ? problem(Problem.of(ProblemType.PRECONDITION_FAILED, "There is no version of it yet."))
                : problem(Problem.of(ProblemType.PRECONDITION_FAILED, "It is in version " + version + ".")
                        .with(Map.of("version", version)));
    }

    /** What it says. */
    public static ResponseEntity<Object> problem(Problem problem) {
        return ResponseEntity.status(problem.status())
                .contentType(MediaType.parseMediaType(Problem.MEDIA_TYPE))
                .body(problem);
    }
}
