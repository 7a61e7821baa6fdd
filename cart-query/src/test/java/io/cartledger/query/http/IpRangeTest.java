package io.cartledger.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.cartledger.cart.InvalidValueException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpRangeTest {

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7, 203.0.113.7",
        "203.0.113.7/32, 203.0.113.7, 203.0.113.7",
        "203.0.113.7/24, 203.0.113.0, 203.0.113.255",
        "203.0.113.130/25, 203.0.113.128, 203.0.113.255",
        "10.1.2.3/8, 10.0.0.0, 10.255.255.255",
        "0.0.0.0/0, 0.0.0.0, 255.255.255.255",
        "::1, 0:0:0:0:0:0:0:1, 0:0:0:0:0:0:0:1",
        "2001:db8::/31, 2001:db8:0:0:0:0:0:0, 2001:db9:ffff:ffff:ffff:ffff:ffff:ffff",
        "::ffff:203.0.113.7, 203.0.113.7, 203.0.113.7",
        "::ffff:203.0.113.7/120, 203.0.113.0, 203.0.113.255"
    })
    void aRangeIsAllAddressesThatBeginWithTheSameBits(String text, String first, String last) {
        assertThat(IpRange.parse(text)).isEqualTo(new IpRange(first, last));
    }

    @Test
    void howeverLongItIsItIsRefusedAtOnce() {
        String text = ":".repeat(1_000_000) + "x";

        assertTimeoutPreemptively(
                Duration.ofSeconds(2),
                () -> assertThatThrownBy(() -> IpRange.parse(text)).isInstanceOf(InvalidValueException.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "127.1",
                "256.0.0.1",
                "1.2.3.4.5",
                "1.2.3.4/33",
                "1.2.3.4/",
                "1.2.3.4/-1",
                "::/129",
                "fe80::1%eth0",
                "localhost",
                "::ffff:203.0.113.7/24",
                "1.2.3.4/9999999999",
                "' or true --",
                "1.2.3.4, 5.6.7.8"
            })
    void whatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> IpRange.parse(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("ip must be an address, or a range such as 203.0.113.0/24");
    }
}
