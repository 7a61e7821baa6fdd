package io.cartledger.server.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.http.ConsistencyToken;
import io.cartledger.server.testing.CartClient.Answer;

/** What a repetition under a known key has to be answered. */
final class AnswerAgain {

    private AnswerAgain() {}

    /** The first answer in all that a client goes by, and the word that it is not the first. */
    static void assertReplayed(Answer again, Answer first) {
        assertAlike(again, first);
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    }

    /** As far as a client can tell, the same. */
    static void assertAlike(Answer one, Answer other) {
        assertThat(one.status()).as("%s", one).isEqualTo(other.status());
        assertThat(one.response().body()).isEqualTo(other.response().body());
        assertThat(one.header("ETag")).isEqualTo(other.header("ETag")).isNotEmpty();
        assertThat(one.header("Location")).isEqualTo(other.header("Location"));
        assertThat(one.header(ConsistencyToken.HEADER)).isEqualTo(other.header(ConsistencyToken.HEADER));
    }

    static void assertKeyReused(Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(422);
        assertThat(answer.json().path("code").asString()).isEqualTo("idempotency-key-reused");
        assertThat(answer.json().path("field").asString()).isEqualTo("Idempotency-Key");
    }
}
