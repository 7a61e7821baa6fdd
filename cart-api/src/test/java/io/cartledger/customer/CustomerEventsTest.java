package io.cartledger.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import io.cartledger.customer.CustomerEvent.AllowanceGranted;
import io.cartledger.customer.CustomerEvent.AllowanceRevoked;
import io.cartledger.customer.CustomerEvent.NoteAdded;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.UnreadableEventException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden files say what ledgers out there hold. They are added to, and never changed. */
class CustomerEventsTest {

    static Stream<CustomerEvent> events() {
        return Stream.of(
                new AllowanceGranted(
                        new Sku("DRN-7X"),
                        new Quantity(2),
                        Instant.parse("2027-01-31T00:00:00Z"),
                        new Ticket("T-4711")),
                new AllowanceRevoked(0, new Ticket("T-4712")),
                new NoteAdded(new NoteText("Approved for a second pair\non the next restock"), new Ticket("T-4713")));
    }

    @ParameterizedTest
    @MethodSource("events")
    void anEventIsWrittenAndReadAsItsGoldenFileSays(CustomerEvent event) throws IOException {
        String type = event.getClass().getSimpleName();
        var golden = new Written(type, 1, json("/events/" + type + ".1.json"));

        assertThat(CustomerEvents.CODEC.write(event)).isEqualTo(golden);
        assertThat(CustomerEvents.CODEC.read(golden)).isEqualTo(event);
    }

    @Test
    void everyTypeOfEventHasAGoldenFile() {
        Set<Class<?>> golden = events().map(CustomerEvent::getClass).collect(Collectors.toSet());

        assertThat(golden).containsExactlyInAnyOrder(CustomerEvent.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sku", "units", "until", "ticket"})
    void whatLacksAFieldIsUnreadable(String field) throws IOException {
        String json = json("/events/AllowanceGranted.1.json").replaceFirst("\"" + field + "\":(\"[^\"]*\"|\\d+),?", "");

        assertThatThrownBy(() -> CustomerEvents.CODEC.read(new Written("AllowanceGranted", 1, json.replace(",}", "}"))))
                .isInstanceOf(UnreadableEventException.class);
    }

    @Test
    void aNoteMayHaveATicketAndIsReadWithoutItsTextOnceThatIsErased() {
        assertThat(CustomerEvents.CODEC.write(new NoteAdded(new NoteText("Call back"), null)))
                .isEqualTo(new Written("NoteAdded", 1, "{\"text\":\"Call back\"}"));
        assertThat(CustomerEvents.CODEC.read(new Written("NoteAdded", 1, "{\"ticket\":\"T-1\"}")))
                .isEqualTo(new NoteAdded(null, new Ticket("T-1")));
    }

    private static String json(String file) throws IOException {
        try (InputStream stream = CustomerEventsTest.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(stream, file).readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
