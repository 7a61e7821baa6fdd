package io.cartledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvent.CartCheckedOut;
import io.cartledger.cart.CartEvent.CartMerged;
import io.cartledger.cart.CartEvent.CartOpened;
import io.cartledger.cart.CartEvent.ItemAdded;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Excess;
import io.cartledger.cart.GuestId;
import io.cartledger.cart.Item;
import io.cartledger.cart.OrderReference;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import io.cartledger.customer.CustomerEvent.AllowanceGranted;
import io.cartledger.customer.CustomerEvent.AllowanceRevoked;
import io.cartledger.customer.CustomerFile;
import io.cartledger.customer.NoteText;
import io.cartledger.http.CustomerJson.NoteJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What clients read, to the letter. */
class AnswersJsonTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final CartId ID = new CartId("c-1");
    private static final Item ENGRAVED = new Item(new Sku("DRN-7X"), Map.of("engraving", "Mia"));
    private static final ItemAdded ADDED = new ItemAdded(ENGRAVED, new Quantity(2), new Quantity(2));

    @Test
    void aCustomersOpenCart() {
        assertThat(json(CartOpened.by(new CustomerId("4421")), ADDED)).isEqualTo("""
                        {"cartId":"c-1","version":1,"status":"OPEN","customer":"4421","units":2,"lines":[\
                        {"itemId":"DRN-7X~9khliqkrr1joi74jmi6rmihh7r","sku":"DRN-7X",\
                        "options":{"engraving":"Mia"},"quantity":2}]}""");
    }

    @Test
    void aGuestsCartThatHasBecomeAnOrder() {
        assertThat(json(CartOpened.by(new GuestId("g-1")), new CartCheckedOut(new OrderReference("O-1"))))
                .isEqualTo("""
                        {"cartId":"c-1","version":1,"status":"CHECKED_OUT","guest":"g-1",\
                        "orderReference":"O-1","units":0,"lines":[]}""");
    }

    @Test
    void nobodysCartThatWasMerged() {
        assertThat(json(CartOpened.by(null), ADDED, new CartMerged(new CartId("c-2"))))
                .isEqualTo("""
                        {"cartId":"c-1","version":2,"status":"MERGED","mergedInto":"c-2","units":0,"lines":[]}""");
    }

    @Test
    void aCartThatNobodyHasOpened() {
        assertThat(JSON.writeValueAsString(CartJson.of(null, CartState.NONE))).isEqualTo("""
                        {"version":-1,"status":"OPEN","units":0,"lines":[]}""");
    }

    @Test
    void excessIsToldWhereThereIsSome() {
        var excess = new Excess(new Sku("DRN-7X"), 2, 3);

        assertThat(JSON.writeValueAsString(CartJson.of(ID, CartState.NONE, List.of(excess))))
                .endsWith("""
                        "excess":[{"sku":"DRN-7X","allowed":2,"used":3}]}""");
        assertThat(CartJson.of(ID, CartState.NONE, List.of()).excess()).isNull();
    }

    @Test
    void aCustomersFile() {
        var granted = new AllowanceGranted(
                new Sku("DRN-7X"), new Quantity(1), Instant.parse("2027-01-31T00:00:00Z"), new Ticket("T-4711"));
        CustomerFile file =
                CustomerFile.EMPTY.apply(0, granted).apply(1, new AllowanceRevoked(0, new Ticket("T-4712")));

        assertThat(JSON.writeValueAsString(CustomerJson.of(new CustomerId("4421"), file)))
                .isEqualTo("""
                        {"customer":"4421","version":1,"allowances":[{"allowance":0,"sku":"DRN-7X","units":1,\
                        "until":"2027-01-31T00:00:00Z","ticket":"T-4711","revoked":true}]}""");
    }

    @Test
    void theNotesInACustomersFile() {
        Instant at = Instant.parse("2026-11-24T10:15:30.123456Z");
        var ticketed = new NoteJson(3, at, "support", "anna", new NoteText("Call\nback"), new Ticket("T-1"));
        var plain = new NoteJson(2, at, "support", "ben", new NoteText("Called"), null);

        assertThat(JSON.writeValueAsString(
                        CustomerJson.of(new CustomerId("4421"), CustomerFile.EMPTY, List.of(ticketed, plain))))
                .isEqualTo("""
                        {"customer":"4421","version":-1,"allowances":[],"notes":[\
                        {"note":3,"addedAt":"2026-11-24T10:15:30.123456Z","actorKind":"support","actor":"anna",\
                        "text":"Call\\nback","ticket":"T-1"},\
                        {"note":2,"addedAt":"2026-11-24T10:15:30.123456Z","actorKind":"support","actor":"ben",\
                        "text":"Called"}]}""");
    }

    @Test
    void anEntityTagTellsApartWhateverItsRouteShows() {
        assertThat(ETag.VERSION.of("c-1", 6)).isEqualTo("\"6\"");
        assertThat(ETag.CART_AND_VERSION.of("c-1", 6)).isEqualTo("\"c-1.6\"");
        assertThat(ETag.VERSION.of("c-1", 0)).isEqualTo("\"0\"");
        assertThat(ETag.VERSION.of("c-1", -1)).isNull();
        assertThat(ETag.CART_AND_VERSION.of("", -1)).isNull();
    }

    @Test
    void aProblemNamesWhatIsToBlameAndWhatComesBesides() {
        Problem problem = Problem.of(ProblemType.CART_EXISTS, "There is one.", "cartId");

        assertThat(JSON.writeValueAsString(problem.with(Map.of("openCart", ID))))
                .isEqualTo("""
                        {"type":"urn:cartledger:problem:cart-exists","title":"There is such a cart already",\
                        "status":409,"detail":"There is one.","code":"cart-exists","field":"cartId",\
                        "openCart":"c-1"}""");
        assertThat(JSON.writeValueAsString(Problem.of(ProblemType.CART_EXISTS, "There is one.")))
                .endsWith("\"code\":\"cart-exists\"}");
    }

    private static String json(CartEvent... history) {
        return JSON.writeValueAsString(CartJson.of(ID, CartState.of(List.of(history))));
    }
}
