package io.cartledger.server.rotation;

import com.nimbusds.jwt.SignedJWT;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.ServerProcess;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An issuer and two nodes on one database, which change their keys every few seconds. */
final class ShortLivedKeys implements AutoCloseable {

    static final String CLIENT_SECRET = "a-secret-of-this-test-alone";

    private final TestDatabase database = TestDatabase.durable();
    private final List<ServerProcess> servers = new ArrayList<>();

    static ShortLivedKeys start() {
        var started = new ShortLivedKeys();
        try {
            started.startAll();
            return started;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private void startAll() {
        launch(Map.of(
                "CART_ROLES", "issuer",
                "CART_ISSUER_KEYPERIOD", "4s",
                "CART_ISSUER_TOKENLIFETIME", "5s",
                "CART_ISSUER_CLIENTS_STOREFRONT_SECRET", CLIENT_SECRET,
                "CART_ISSUER_CLIENTS_STOREFRONT_SCOPES", "cart:any"));
        servers.getFirst().awaitReady(); // the nodes need its address
        for (int node = 0; node < 2; node++) {
            launch(Map.of(
                    "CART_ROLES", "command,query",
                    "CART_SECURITY_JWKSETURI",
                            servers.getFirst().uri("/oauth2/jwks").toString(),
                    "CART_SECURITY_GUESTS_KEYPERIOD", "2s",
                    "CART_SECURITY_GUESTS_COOKIELIFETIME", "30s",
                    // A busy machine refuses nothing.
                    "CART_COMMAND_DEADLINE", "20s",
                    "CART_VIEW_PATIENCE", "20s"));
        }
        servers.forEach(ServerProcess::awaitReady);
    }

    private void launch(Map<String, String> properties) {
        var environment = new HashMap<>(Map.of(
                "SERVER_PORT", "0",
                "SPRING_DATASOURCE_URL", database.jdbcUrl(),
                "SPRING_DATASOURCE_USERNAME", "postgres",
                "CART_VAULT_MASTERKEY", ServerProcess.MASTER_KEY,
                "CART_SECURITY_ISSUER", "https://issuer.test",
                "CART_RATELIMITS_ENABLED", "false"));
        environment.putAll(properties);
        servers.add(ServerProcess.launchIn(environment));
    }

    CartClient issuer() {
        return client(0);
    }

    /** One of the two nodes; odd or even. */
    CartClient node(int number) {
        return client(1 + number % 2);
    }

    private CartClient client(int server) {
        return new CartClient(servers.get(server)::uri).asNobody();
    }

    /** As the answer asks for: on a busy machine a node does not reach its database now and then. */
    static Answer insist(Supplier<Answer> request) {
        Answer answer = request.get();
        for (int again = 0; again < 10 && answer.code().equals("ledger-unavailable"); again++) {
            answer = request.get();
        }
        return answer;
    }

    /** Which key something was signed with. */
    static String keyOf(String jwt) {
        try {
            return SignedJWT.parse(jwt).getHeader().getKeyID();
        } catch (ParseException e) {
            throw new IllegalStateException(jwt, e);
        }
    }

    /** Whether the nodes still know a key. */
    boolean isKnown(String keyId) {
        return JdbcClient.create(database.as("postgres"))
                .sql("select exists (select from vault.key where key_id = cast(:keyId as uuid))")
                .param("keyId", keyId)
                .query(Boolean.class)
                .single();
    }

    @Override
    public void close() {
        servers.forEach(ServerProcess::close);
    }
}
