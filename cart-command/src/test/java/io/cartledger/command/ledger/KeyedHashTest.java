package io.cartledger.command.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** RFC 4231 gives the values. */
class KeyedHashTest {

    @Test
    void isHmacSha256CutToItsFirst16Bytes() {
        var hash = new KeyedHash("Jefe".getBytes(StandardCharsets.US_ASCII));

        assertThat(hash.of("what do ya want for nothing?")).isEqualTo("5bdcc146bf60754e6a042426089575c7");
    }
}
