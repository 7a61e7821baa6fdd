package io.cartledger.server.testing;

import io.cartledger.http.Problem;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What has to hold for every problem that a client is told of. */
public final class AnswerAssert extends AbstractAssert<AnswerAssert, RawHttp.Answer> {

    /** Far more than any problem needs, far less than what was sent. */
    private static final int MOST_CHARACTERS = 800;

    private static final List<String> INSIDE = List.of(
            "io.cartledger",
            "tools.jackson",
            "com.fasterxml",
            "org.springframework",
            "org.apache",
            "org.postgresql",
            "java.",
            "jakarta.",
            "Exception",
            "Error:",
            "\tat ",
            "\\tat ");
    private static final Pattern SQL = Pattern.compile("\\b(select|insert|update|delete) .*\\b(from|into|set)\\b|SQL");

    private AnswerAssert(RawHttp.Answer answer) {
        super(answer, AnswerAssert.class);
    }

    public static AnswerAssert assertThat(RawHttp.Answer answer) {
        return new AnswerAssert(answer);
    }

    /**
     * A problem as RFC 9457 has it, that says enough and nothing of the inside.
     *
     * @param statusAndCode for example {@code 422 invalid-value}
     * @param field what is to blame, or null for nothing in particular
     */
    public AnswerAssert isProblem(String statusAndCode, @Nullable String field) {
        int status = Integer.parseInt(statusAndCode.substring(0, 3));
        String code = statusAndCode.substring(4);
        if (actual.status() != status) {
            throw failureWithActualExpected(actual.status(), status, "status of %s", actual);
        }
        check(Problem.MEDIA_TYPE.equals(actual.header("Content-Type")), "is application/problem+json");
        JsonNode problem = actual.json();
        check(problem.path("status").asInt() == status, "repeats its status");
        check(problem.path("code").asString("").equals(code), "has code " + code);
        check(problem.path("type").asString("").equals("urn:cartledger:problem:" + code), "has the type of its code");
        check(!problem.path("title").asString("").isBlank(), "has a title");
        check(problem.path("detail").asString("").length() > 10, "has a detail");
        check(
                field == null
                        ? !problem.has("field")
                        : problem.path("field").asString("").equals(field),
                "blames " + field);
        return tellsNothingOfTheInside();
    }

    private AnswerAssert tellsNothingOfTheInside() {
        String all = actual.toString();
        INSIDE.forEach(word -> check(!all.contains(word), "does not say " + word));
        check(!SQL.matcher(all).find(), "shows no SQL");
        check(actual.body().length() <= MOST_CHARACTERS, "is short");
        return this;
    }

    private void check(boolean holds, String claim) {
        if (!holds) {
            throw failure("an answer that %s, was %s", claim, actual);
        }
    }
}
