package io.cartledger.server.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.cartledger.server.testing.TestIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Tokens that say what a good one says, and that the issuer has not signed; with a server that has a key for them. */
final class ForgedTokens implements AutoCloseable {

    private static final JWTClaimsSet CLAIMS =
            TestIssuer.claims("mallory", "cart:any").build();
    private static final String GOOD = TestIssuer.token("customer/mallory");
    private static final RSAKey TRUE_KEY = TestIssuer.publicKey();
    private static final String KEY_ID = TRUE_KEY.getKeyID();

    private final RSAKey key = TestIssuer.newKey("of-mallory");
    private final AtomicInteger asked = new AtomicInteger();
    private final HttpServer server = serve();

    Stream<Arguments> all() {
        return Stream.of(unsigned(), bySharedSecret(), byAKeyThatComesAlong(), spoiled())
                .flatMap(forged -> forged);
    }

    /** RFC 8725 section 2.1. */
    private static Stream<Arguments> unsigned() {
        return Stream.of("none", "None", "NONE", "nOnE", "", "null")
                .flatMap(alg -> Stream.of(
                        argumentSet("alg " + alg + ", no signature", byHand("{\"alg\":\"" + alg + "\"}", "")),
                        argumentSet(
                                "alg " + alg + ", a signature",
                                byHand(
                                        "{\"alg\":\"" + alg + "\",\"kid\":\"" + KEY_ID + "\"}",
                                        GOOD.substring(GOOD.lastIndexOf('.') + 1)))));
    }

    /** The public key is no secret, and would be one for HMAC. */
    private static Stream<Arguments> bySharedSecret() {
        try {
            byte[] der = TRUE_KEY.toRSAPublicKey().getEncoded();
            String pem = "-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END PUBLIC KEY-----";
            return Stream.of(
                    argumentSet("HS256 with the public key as PEM", hmac(JWSAlgorithm.HS256, pem.getBytes(UTF_8))),
                    argumentSet("the same with a line break", hmac(JWSAlgorithm.HS256, (pem + "\n").getBytes(UTF_8))),
                    argumentSet("HS512 with the public key as PEM", hmac(JWSAlgorithm.HS512, pem.getBytes(UTF_8))),
                    argumentSet("HS256 with the public key as DER", hmac(JWSAlgorithm.HS256, der)),
                    argumentSet(
                            "HS256 with the public key as JWK",
                            hmac(JWSAlgorithm.HS256, TRUE_KEY.toJSONString().getBytes(UTF_8))),
                    argumentSet(
                            "HS256 with the modulus",
                            hmac(JWSAlgorithm.HS256, TRUE_KEY.getModulus().decode())));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private Stream<Arguments> byAKeyThatComesAlong() {
        URI keys = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
        return Stream.of(
                argumentSet("an embedded key", signed(TestIssuer.header().jwk(key.toPublicJWK()))),
                argumentSet(
                        "an embedded key under a true name",
                        signed(TestIssuer.header().keyID(KEY_ID).jwk(key.toPublicJWK()))),
                argumentSet("an address of keys", signed(TestIssuer.header().jwkURL(keys))),
                argumentSet(
                        "an address of keys under a true name",
                        signed(TestIssuer.header().keyID(KEY_ID).jwkURL(keys))),
                argumentSet(
                        "an address of a certificate",
                        signed(TestIssuer.header().keyID(KEY_ID).x509CertURL(keys))),
                argumentSet(
                        "a key as certificate",
                        byHand(
                                "{\"alg\":\"RS256\",\"x5c\":[\""
                                        + Base64.getEncoder().encodeToString(new byte[300]) + "\"]}",
                                "AAAA")));
    }

    /** Some name no key; the service looks for those anew. */
    Stream<Arguments> byAKeyOfAnotherName() {
        return Stream.of(
                        "of-mallory",
                        KEY_ID,
                        "../../../../../../dev/null",
                        "/proc/self/environ",
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/keys",
                        "x' union select secret from vault.key --",
                        "'; delete from vault.key; --",
                        "a\0b",
                        "\u202e",
                        "k".repeat(4_000))
                .map(keyId -> argumentSet(
                        "kid " + keyId.replaceAll("[^\\x20-\\x7e]", "?"), TestIssuer.sign(CLAIMS, key, keyId)));
    }

    private Stream<Arguments> spoiled() {
        String[] parts = GOOD.split("\\.");
        String header = "{\"alg\":\"RS256\",\"kid\":\"" + KEY_ID + "\"";
        char first = parts[2].charAt(0) == 'A' ? 'B' : 'A';
        return Stream.of(
                argumentSet("no kid", signed(TestIssuer.header())),
                argumentSet("other claims", parts[0] + "." + encoded(CLAIMS.toString()) + "." + parts[2]),
                argumentSet("another header", encoded(header + ",\"x\":1}") + "." + parts[1] + "." + parts[2]),
                argumentSet("another signature", parts[0] + "." + parts[1] + "." + first + parts[2].substring(1)),
                argumentSet("no signature", parts[0] + "." + parts[1] + "."),
                argumentSet("two parts", parts[0] + "." + parts[1]),
                argumentSet("four parts", GOOD + "." + parts[2]),
                argumentSet("half a token", GOOD.substring(0, GOOD.length() / 2)),
                argumentSet("dots", ".."),
                argumentSet("a word", "null"),
                argumentSet("a signature of zeros", byHand(header + "}", encoded("\0".repeat(256)))),
                argumentSet("ES256 with a signature of zeros", byHand("{\"alg\":\"ES256\"}", encoded("\0".repeat(64)))),
                argumentSet("encrypted", encoded("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}") + "..AAAA.AAAA.AAAA"),
                argumentSet("a header that must be understood", byHand(header + ",\"crit\":[\"x\"],\"x\":1}", "AAAA")),
                argumentSet(
                        "a payload that is not encoded", byHand(header + ",\"b64\":false,\"crit\":[\"b64\"]}", "AA")),
                argumentSet("alg twice", byHand("{\"alg\":\"none\",\"alg\":\"RS256\"}", parts[2])),
                argumentSet("alg as a number", byHand("{\"alg\":1e400}", parts[2])),
                argumentSet("a header that is deep", byHand("[".repeat(4_000) + "]".repeat(4_000), "AAAA")),
                argumentSet("a header that is null", byHand("null", "AAAA")),
                argumentSet("a header that is compressed", byHand(header + ",\"zip\":\"DEF\"}", "AAAA")));
    }

    private static String hmac(JWSAlgorithm algorithm, byte[] secret) throws JOSEException {
        var jwt = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(KEY_ID).build(), CLAIMS);
        jwt.sign(new MACSigner(secret));
        return jwt.serialize();
    }

    private String signed(JWSHeader.Builder header) {
        return TestIssuer.sign(CLAIMS, key, header.build());
    }

    private static String byHand(String header, String signature) {
        return encoded(header) + "." + encoded(CLAIMS.toString()) + "." + signature;
    }

    private static String encoded(String text) {
        return Base64URL.encode(text).toString();
    }

    private HttpServer serve() {
        try {
            HttpServer attackers = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(UTF_8);
            attackers.createContext("/", exchange -> {
                asked.incrementAndGet();
                exchange.sendResponseHeaders(200, keys.length);
                exchange.getResponseBody().write(keys);
                exchange.close();
            });
            attackers.start();
            return attackers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often the server has been asked for anything. */
    int askedFor() {
        return asked.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
