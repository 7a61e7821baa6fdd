package io.cartledger.server.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Whose tokens the services of tests take: an issuer beside them, as a shop has one. Any thread may use it. */
public final class TestIssuer {

    /** What its tokens name as their issuer. */
    public static final String NAME = "https://issuer.test";

    /** The shop's own software, and whoever runs the service: for tests that are not about who may do what. */
    public static final String ANYBODY = "back-end/shop";

    private static final Duration LIFETIME = Duration.ofHours(12); // a debugger may hold a test up
    private static final RSAKey KEY = newKey("of-the-tests");
    private static final HttpServer SERVER = serve(new JWKSet(KEY).toString());
    private static final ConcurrentMap<String, String> TOKENS = new ConcurrentHashMap<>();

    private TestIssuer() {}

    /** Makes a service take its tokens; as {@code name=value}. */
    public static List<String> properties() {
        return List.of(
                "cart.security.issuer=" + NAME,
                "cart.security.jwk-set-uri=http://127.0.0.1:"
                        + SERVER.getAddress().getPort() + "/keys");
    }

    /** A token for this caller, for example {@code customer/4421}. */
    public static String token(String caller) {
        return TOKENS.computeIfAbsent(caller, TestIssuer::newToken);
    }

    private static String newToken(String caller) {
        String kind = caller.substring(0, caller.indexOf('/'));
        String scopes = switch (kind) {
            case "customer" -> "cart:read cart:write";
            case "back-end" -> caller.equals(ANYBODY) ? "cart:any cart:support cart:admin" : "cart:any";
            default -> "cart:" + kind;
        };
        return sign(claims(caller.substring(kind.length() + 1), scopes).build());
    }

    /** What a good token says. */
    public static JWTClaimsSet.Builder claims(String subject, String scopes) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(NAME)
                .audience("cartledger")
                .subject(subject)
                .claim("client_id", "client-of-" + subject)
                .claim("scope", scopes)
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)));
    }

    /** Signed by the issuer. */
    public static String sign(JWTClaimsSet claims) {
        return sign(claims, KEY, KEY.getKeyID());
    }

    /** Signed by the issuer, as another type of token than those that open anything. */
    public static String sign(JWTClaimsSet claims, JOSEObjectType type) {
        return sign(claims, KEY, header().keyID(KEY.getKeyID()).type(type).build());
    }

    /** Signed by anybody, who says that it was with a key of this name. */
    public static String sign(JWTClaimsSet claims, RSAKey key, @Nullable String keyId) {
        return sign(claims, key, header().keyID(keyId).build());
    }

    /** What a token of ours says of itself, but for the key. */
    public static JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256);
    }

    /** Signed by anybody, who says anything. */
    public static String sign(JWTClaimsSet claims, RSAKey key, JWSHeader header) {
        var jwt = new SignedJWT(header, claims);
        try {
            jwt.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    /** What everybody may know of the key that it signs with. */
    public static RSAKey publicKey() {
        return KEY.toPublicJWK();
    }

    /** A key of nobody's. */
    public static RSAKey newKey(String keyId) {
        try {
            return new RSAKeyGenerator(2048).keyID(keyId).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpServer serve(String keys) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            byte[] body = keys.getBytes(StandardCharsets.UTF_8);
            server.createContext("/keys", exchange -> {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.setExecutor(command -> Thread.ofVirtual().start(command));
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
