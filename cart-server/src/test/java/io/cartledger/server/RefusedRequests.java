package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.database.Databases;
import io.cartledger.server.testing.RawHttp;
import io.cartledger.server.testing.RunningServer;
import io.cartledger.server.testing.TestIssuer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the tests of wrong requests have in common: they send bytes to one running server, and after each the ledger is
 * as it was. In their tables {@code <x*65>} stands for 65 times {@code x}, and {@code -} for none.
 */
@RunningServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class RefusedRequests {

    /** Of somebody who may do all that the tables ask for. */
    protected static final String AUTHORIZATION =
            "Authorization: Bearer " + TestIssuer.token(TestIssuer.ANYBODY) + "\r\n";

    private static final Pattern REPEATED = Pattern.compile("<([^<>]+)\\*(\\d+)>");

    @LocalServerPort
    private int port;

    @Autowired
    private Databases databases;

    private String eventsBefore = "";

    @BeforeEach
    void countEvents() {
        eventsBefore = events();
    }

    @AfterEach
    void nothingHasHappened() {
        assertThat(events()).as("events in the ledger").isEqualTo(eventsBefore);
    }

    @AfterAll
    void aGoodCommandStillWorks() {
        var answer = send(
                "POST /carts/good/items",
                List.of("Content-Type: application/json"),
                "{\"sku\":\"DRN-7X\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).as(answer.body()).isIn(200, 201);
    }

    private String events() {
        return JdbcClient.create(databases.command())
                .sql("select count(*) || ', the last at ' || coalesce(max(position), 0) from ledger.event")
                .query(String.class)
                .single();
    }

    protected int port() {
        return port;
    }

    /** @param headers besides Host, Connection and Content-Length */
    protected RawHttp.Answer send(String requestLine, List<String> headers, byte[] body) {
        var head = new StringBuilder(spelledOut(requestLine) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        head.append(AUTHORIZATION);
        headers.forEach(header -> head.append(header).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        return exchange(head.toString(), body);
    }

    /** Sends the head as it is. */
    protected RawHttp.Answer exchange(String head, byte[] body) {
        var request = new ByteArrayOutputStream();
        request.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        request.writeBytes(body);
        return RawHttp.exchange(port, request.toByteArray());
    }

    /** Without the abbreviations of the tables. */
    protected static String spelledOut(String text) {
        return REPEATED.matcher(text)
                .replaceAll(part -> Matcher.quoteReplacement(part.group(1).repeat(Integer.parseInt(part.group(2)))));
    }
}
