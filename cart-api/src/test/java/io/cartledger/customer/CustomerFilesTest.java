package io.cartledger.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import io.cartledger.customer.CustomerEvent.AllowanceGranted;
import io.cartledger.customer.CustomerEvent.AllowanceRevoked;
import io.cartledger.customer.CustomerEvent.NoteAdded;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The golden file has what this revision of the fold makes of a history. Where it is not that any more, the revision has to
 * be raised, and the new one gets a file of its own.
 */
class CustomerFilesTest {

    private static final List<CustomerEvent> HISTORY = List.of(
            granted("DRN-7X"),
            new NoteAdded(new NoteText("Asked for a second pair"), new Ticket("T-1")),
            granted("SOCK"),
            new AllowanceRevoked(0, new Ticket("T-2")));

    @Test
    void thisRevisionGivesAndKeepsWhatItsGoldenFileSays() {
        assertThat(CustomerFiles.CODEC.write(file())).isEqualTo(golden());
    }

    @Test
    void whatIsInTheGoldenFileIsRead() {
        CustomerFile read = CustomerFiles.CODEC.read(golden()).orElseThrow();

        assertThat(read).isEqualTo(file());
        assertThat(read.allowances().sequencedKeySet()).containsExactly(0L, 2L);
    }

    @Test
    void nobodysWordsAreInIt() {
        assertThat(golden()).doesNotContain("second pair");
    }

    @ParameterizedTest
    @ValueSource(strings = {"by", "sku", "units", "until", "ticket", "revoked", "version"})
    void whatLacksAFieldIsNotRead(String field) {
        String lacking = golden().replaceFirst("\"" + field + "\":(\"[^\"]*\"|\\w+),?", "")
                .replace(",}", "}");

        assertThat(lacking).isNotEqualTo(golden());
        assertThat(CustomerFiles.CODEC.read(lacking)).isEmpty();
    }

    @Test
    void whatHasNoAllowancesAtAllIsNotRead() {
        assertThat(CustomerFiles.CODEC.read("{\"version\":1}")).isEmpty();
    }

    private static AllowanceGranted granted(String sku) {
        return new AllowanceGranted(
                new Sku(sku), new Quantity(2), Instant.parse("2027-01-31T00:00:00Z"), new Ticket("T-4711"));
    }

    private static CustomerFile file() {
        CustomerFile file = CustomerFile.EMPTY;
        for (CustomerEvent event : HISTORY) {
            file = file.apply(file.version() + 1, event);
        }
        return file;
    }

    private static String golden() {
        String name = "/states/Customer." + CustomerFile.FOLD_REVISION + ".json";
        try (InputStream stream = CustomerFilesTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
