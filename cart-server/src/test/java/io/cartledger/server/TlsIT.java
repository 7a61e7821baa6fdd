package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.ServerProcess;
import io.cartledger.server.testing.TestIssuer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service with a certificate of one's own making. */
class TlsIT {

    private static final String PASSWORD = "only-for-this-test";

    @TempDir
    private Path folder;

    @Test
    void withACertificateTheServiceSpeaksTlsAndNothingElse() throws Exception {
        Path keys = selfSigned(folder.resolve("keys.p12"));
        try (var server = ServerProcess.startOn(
                TestDatabase.durable(),
                "--server.ssl.key-store=" + keys,
                "--server.ssl.key-store-password=" + PASSWORD)) {
            URI add = server.uri("/carts/tls/items");
            HttpClient trusting =
                    HttpClient.newBuilder().sslContext(trust(keys)).build();

            var answer = trusting.send(addTo(add), BodyHandlers.ofString());
            var plain = HttpClient.newHttpClient()
                    .send(addTo(URI.create(add.toString().replaceFirst("https", "http"))), BodyHandlers.ofString());

            assertThat(add.getScheme()).isEqualTo("https");
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(plain.statusCode()).isEqualTo(400);
            assertThatThrownBy(() -> HttpClient.newHttpClient().send(addTo(add), BodyHandlers.ofString()))
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    private static HttpRequest addTo(URI uri) {
        return HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + TestIssuer.token(TestIssuer.ANYBODY))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"sku\":\"DRN-7X\"}"))
                .build();
    }

    private static Path selfSigned(Path keys) throws IOException, InterruptedException {
        int exitCode = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "cart",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=cart",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        keys.toString())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exitCode).isZero();
        return keys;
    }

    private static SSLContext trust(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("cart", store.getCertificate("cart"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
