package io.cartledger.bench.run;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** Whose tokens everything that is compared takes: an issuer beside it, as a shop has one. */
public final class Issuer implements AutoCloseable {

    private static final String NAME = "https://issuer.bench";
    private static final Duration LIFETIME = Duration.ofHours(20); // longer than any run, and than none may be valid
    private static final int KEY_BITS = 2048;

    private final RSAKey key;
    private final HttpServer keys;

    private Issuer(RSAKey key, HttpServer keys) {
        this.key = key;
        this.keys = keys;
    }

    /** Ready to be asked for its keys. */
    public static Issuer start() {
        try {
            RSAKey key = new RSAKeyGenerator(KEY_BITS).keyID("bench").generate();
            byte[] known = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
            HttpServer keys = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            keys.createContext("/keys", exchange -> {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, known.length);
                exchange.getResponseBody().write(known);
                exchange.close();
            });
            keys.start();
            return new Issuer(key, keys);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What makes a node take its tokens. */
    List<String> properties() {
        return List.of(
                "--cart.security.issuer=" + NAME,
                "--cart.security.jwk-set-uri=http://127.0.0.1:"
                        + keys.getAddress().getPort() + "/keys");
    }

    /** The shop's own software, which may also look at the metrics. */
    public String backEnd() {
        return token("shop", "cart:any cart:admin");
    }

    /** A shopper. */
    public String customer(int number) {
        return token(Integer.toString(number), "cart:read cart:write");
    }

    private String token(String subject, String scopes) {
        Instant now = Instant.now();
        var claims = new JWTClaimsSet.Builder()
                .issuer(NAME)
                .audience("cartledger")
                .subject(subject)
                .claim("client_id", "bench")
                .claim("scope", scopes)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .build();
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    @Override
    public void close() {
        keys.stop(0);
    }
}
