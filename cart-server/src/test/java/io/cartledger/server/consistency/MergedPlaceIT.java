package io.cartledger.server.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.http.ConsistencyToken;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.Command;
import io.cartledger.server.testing.DerivedTables;
import io.cartledger.server.testing.ServerProcess;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An owner may have carts beside the open one: where that is merged into one of them, that one takes the place. */
class MergedPlaceIT {

    @Test
    void theReadModelShowsTheCartThatTheNextAddGoesTo() {
        TestDatabase database = TestDatabase.durable();
        try (ServerProcess server = ServerProcess.startOn(database)) {
            Answer added =
                    Command.add("/me/cart", "DRN-7X", 1).from("customer/4421").sendTo(server);
            Command.post("/carts", "{\"cartId\":\"beside\",\"customer\":\"4421\"}")
                    .sendTo(server);

            Answer merged = Command.post(
                            "/carts/beside/merge",
                            "{\"from\":\"" + added.json().path("cartId").asString() + "\"}")
                    .sendTo(server);

            assertThat(merged.status()).as("%s", merged).isEqualTo(200);
            DerivedTables.assertFollowFromEvents(database);
            Answer shown = new Command("GET", "/me/cart", null, List.of())
                    .from("customer/4421")
                    .with(ConsistencyToken.HEADER, merged.header(ConsistencyToken.HEADER))
                    .sendTo(server);
            assertThat(shown.json().path("cartId").asString("")).isEqualTo("beside");
        }
    }
}
