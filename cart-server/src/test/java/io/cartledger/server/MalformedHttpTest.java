package io.cartledger.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.cartledger.server.testing.AnswerAssert;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not even HTTP, or not even text, is refused as a problem too, where others show an error page. */
class MalformedHttpTest extends RefusedRequests {

    private static final byte[] NO_BODY = {};

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /carts/| HTTP/1.1",
                "GET /carts/\0 HTTP/1.1",
                "GET /carts/<> HTTP/1.1",
                "GET /carts/{a} HTTP/1.1",
                "GET /carts/\"a\" HTTP/1.1",
                "GET /carts/a\\b HTTP/1.1",
                "GET /carts/\u00e9 HTTP/1.1",
                "GET /carts/a b HTTP/1.1",
                "GET /carts/a?b=| HTTP/1.1",
                "GET /carts/a#b HTTP/1.1",
                "GET carts/a HTTP/1.1",
                "GET * HTTP/1.1",
                "GET /carts/a HTTP/9.9",
                "GET /carts/a HTTPS/1.1",
                "G\u00cbT /carts/a HTTP/1.1",
                "CONNECT /carts/a HTTP/1.1",
                "PRI * HTTP/2.0"
            })
    void aRequestLineIsRefused(String requestLine) {
        String head = requestLine + "\r\nHost: localhost\r\nConnection: close\r\n\r\n";

        var answer = exchange(head, NO_BODY);

        AnswerAssert.assertThat(answer).isProblem("400 malformed-request", null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: y",
                "Host: a\r\nHost: b",
                "Host: a b",
                "Host: a\r\nName with blanks: x",
                "Host: a\r\nX: a\0b",
                "Host: a\r\nNo colon",
                "Host: a\r\nX: <x*17000>",
                "Host: a\r\n<X: y\r\n*200>Y: z",
                "Host: a\r\nContent-Length: abc",
                "Host: a\r\nContent-Length: -1",
                "Host: a\r\nContent-Length: 2\r\nContent-Length: 3",
                "Host: a\r\nTransfer-Encoding: brotli",
                "Host: a\r\nExpect: miracles"
            })
    void headersAreRefused(String headers) {
        String head = "POST /carts/bad/items HTTP/1.1\r\nConnection: close\r\nContent-Type: application/json\r\n"
                + spelledOut(headers) + "\r\n\r\n";

        var answer = exchange(head, NO_BODY);

        AnswerAssert.assertThat(answer).isProblem("400 malformed-request", null);
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                argumentSet("a byte that no UTF-8 has", hex("7b22736b75223a2241ff227d")),
                argumentSet("half a character", hex("7b22736b75223a2241c3227d")),
                argumentSet("a slash in an overlong form", hex("7b22736b75223a2241c0af227d")),
                argumentSet("half a surrogate pair", hex("7b22736b75223a2241eda080227d")),
                argumentSet("ISO-8859-1", item("\u00e9", ISO_8859_1)),
                argumentSet("UTF-16", item("A", UTF_16)),
                argumentSet("UTF-16 without a byte order mark", item("A", UTF_16LE)),
                argumentSet("UTF-32", item("A", Charset.forName("UTF-32"))),
                argumentSet("a NUL", item("A\0", UTF_8)),
                argumentSet("gzip", hex("1f8b080000000000")));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aBodyOfOtherBytesThanUtf8IsRefused(byte[] body) {
        var answer = send("POST /carts/bad/items", List.of("Content-Type: application/json"), body);

        AnswerAssert.assertThat(answer).isProblem("400 malformed-request", "body");
    }

    @Test
    void aBodyOf1MbIsRefusedAlsoWhereItsLengthIsNotSaid() {
        String head = "POST /carts/bad/items HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + AUTHORIZATION
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
        String chunks =
                "8\r\n{\"sku\":\"\r\n" + spelledOut("2710\r\n<A*10000>\r\n").repeat(100) + "0\r\n\r\n";

        var answer = exchange(head, chunks.getBytes(UTF_8));

        AnswerAssert.assertThat(answer).isProblem("413 body-too-large", "body");
    }

    @Test
    void aChunkThatIsNoneIsRefused() {
        String head = "POST /carts/bad/items HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + AUTHORIZATION
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";

        var answer = exchange(head, "zz\r\n{}\r\n0\r\n\r\n".getBytes(UTF_8));

        AnswerAssert.assertThat(answer).isProblem("400 malformed-request", null);
    }

    private static byte[] item(String sku, Charset charset) {
        return "{\"sku\":\"%s\"}".formatted(sku).getBytes(charset);
    }

    private static byte[] hex(String bytes) {
        return HexFormat.of().parseHex(bytes);
    }
}
