package io.cartledger.server.idempotency;

import io.cartledger.server.testing.Command;
import java.util.List;

/** Every route that takes a key. */
final class EveryCommand {

    /** In an order in which each of them changes something. */
    static final List<Command> IN_ORDER = List.of(
            Command.post("/carts", "{\"cartId\":\"every\"}"),
            Command.post("/carts", "{}"),
            Command.add("/carts/every", "E", 2),
            Command.put("/carts/every/items/E", "{\"quantity\":3}"),
            Command.delete("/carts/every/items/E"),
            Command.add("/carts/every", "F", 1),
            Command.delete("/carts/every/items"),
            Command.post(
                    "/carts/every/commands",
                    "[{\"type\":\"AddItem\",\"sku\":\"E\"},{\"type\":\"RemoveItem\",\"itemId\":\"F\"}]"),
            Command.post("/carts/every/claim", "{\"customer\":\"every\"}"),
            Command.add("/carts/every-2", "E", 1),
            Command.post("/carts/every/merge", "{\"from\":\"every-2\"}"),
            Command.add("/carts/every-3", "E", 1),
            Command.post("/carts/every-3/claim", "{\"customer\":\"every\",\"policy\":\"max\"}"),
            Command.post(
                            "/carts/every/corrections",
                            "{\"itemId\":\"E\",\"quantity\":5,\"reason\":\"Right\",\"ticket\":\"T-3\"}")
                    .from("support/every"),
            Command.post("/carts/every/restorations", "{\"version\":2,\"reason\":\"Back\"}"),
            Command.post("/carts/every/checkout", "{\"orderReference\":\"O-E\"}"),
            Command.post(
                    "/customers/every/allowances",
                    "{\"sku\":\"E\",\"units\":1,\"until\":\"2099-01-01T00:00:00Z\",\"ticket\":\"T-1\"}"),
            Command.delete("/customers/every/allowances/0?ticket=T-2"),
            Command.post("/customers/every/notes", "{\"text\":\"Call back\"}").from("support/every"),
            Command.add("/me/cart", "E", 1).from("customer/every"),
            Command.put("/me/cart/items/E", "{\"quantity\":3}").from("customer/every"),
            Command.post("/me/cart/commands", "[{\"type\":\"AddItem\",\"sku\":\"E\"}]")
                    .from("customer/every"),
            new Command(
                            "POST",
                            "/add-cart.php",
                            "product_id=G",
                            List.of("Content-Type", "application/x-www-form-urlencoded"))
                    .from("customer/every"),
            Command.delete("/me/cart/items/E").from("customer/every"),
            Command.post("/me/cart/checkout", "{\"orderReference\":\"O-M\"}").from("customer/every"));

    private EveryCommand() {}
}
