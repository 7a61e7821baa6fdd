package io.cartledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonValue;
import io.cartledger.ledger.EventCodec.EventType;
import io.cartledger.ledger.EventCodec.Sealer;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Seals.Place;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is marked as personal is sealed on its way into the ledger, and nothing else is. */
class PersonalTest {

    record Text(@JsonValue String value) {}

    record Noted(
            String ticket,
            @Personal @Nullable Text text,
            @Personal @Nullable String reason,
            Item item) {}

    /** Shoppers name options as they like. */
    record Item(Map<String, String> options) {}

    private static final EventCodec<Noted> CODEC = new EventCodec<>(List.of(new EventType<>(Noted.class)));
    private static final UUID KEY = UUID.fromString("00000000-0000-0000-0000-00000000000a");
    private static final UUID EVENT = UUID.fromString("00000000-0000-0000-0000-00000000000e");
    private static final Item ITEM = new Item(Map.of("sealed", "yes", "subject", KEY.toString()));
    private static final Noted NOTED = new Noted("T-1", new Text("she is ill"), "asked by \"Mia\"", ITEM);

    private static final Sealer BACKWARDS = (member, text) ->
            new Sealed(KEY, new StringBuilder(member + ":" + text).reverse().toString());

    @Test
    void whatIsMarkedIsSealedUnderItsName() {
        Written written = CODEC.write(new Noted("T-1", new Text("she is ill"), "why", new Item(Map.of())), BACKWARDS);

        assertThat(written).isEqualTo(new Written("Noted", 1, """
                        {"ticket":"T-1",\
                        "text":{"subject":"00000000-0000-0000-0000-00000000000a","sealed":"lli si ehs:txet"},\
                        "reason":{"subject":"00000000-0000-0000-0000-00000000000a","sealed":"yhw:nosaer"},"item":{"options":{}}}"""));
    }

    @Test
    void whatIsOpenedIsWhatWasSealed() {
        Written opened = CODEC.write(NOTED, BACKWARDS).opened(PersonalTest::forwards);

        assertThat(CODEC.read(opened)).isEqualTo(NOTED);
    }

    @Test
    void whatIsNotThereIsNotSealed() {
        var silent = new Noted("T-1", null, null, new Item(Map.of()));

        Written written = CODEC.write(silent, BACKWARDS);

        assertThat(written).isEqualTo(CODEC.write(silent));
        assertThat(CODEC.read(written)).isEqualTo(silent);
    }

    @Test
    void whatCannotBeOpenedOrWasNotIsNull() {
        Written written = CODEC.write(NOTED, BACKWARDS);
        var silent = new Noted("T-1", null, null, ITEM);

        assertThat(CODEC.read(written.opened((member, closed) -> Optional.empty())))
                .isEqualTo(silent);
        assertThat(CODEC.read(written)).isEqualTo(silent);
    }

    @Test
    void whatWasWrittenBeforeAnythingWasSealedIsRead() {
        assertThat(CODEC.read(CODEC.write(NOTED).opened(PersonalTest::forwards)))
                .isEqualTo(NOTED);
    }

    @Test
    void whatIsPersonalCanBeLeftOutSealedOrNot() {
        var silent = new Noted("T-1", null, null, ITEM);

        assertThat(CODEC.withoutPersonal(CODEC.write(NOTED, BACKWARDS))).isEqualTo(CODEC.write(silent));
        assertThat(CODEC.withoutPersonal(CODEC.write(NOTED))).isEqualTo(CODEC.write(silent));
    }

    @Test
    void ofATypeThatIsNotKnownWhatIsSealedIsLeftOut() {
        String json = CODEC.write(NOTED, BACKWARDS).json();

        assertThat(CODEC.withoutPersonal(new Written("Gilded", 2, json)))
                .isEqualTo(new Written(
                        "Gilded",
                        2,
                        CODEC.write(new Noted("T-1", null, null, ITEM)).json()));
    }

    @Test
    void anEventInTheLedgerIsOpenedForItsOwnPlaceAndStaysWhereItIs() {
        var recorded =
                new Recorded<>(7, "Customer", "4421", 3, EVENT, Instant.EPOCH, "{}", CODEC.write(NOTED, BACKWARDS));

        Recorded<Written> opened = new OpenedAt("payload.").opened(recorded);

        assertThat(opened)
                .isEqualTo(new Recorded<>(
                        7,
                        "Customer",
                        "4421",
                        3,
                        EVENT,
                        Instant.EPOCH,
                        "{}",
                        recorded.event().opened(PersonalTest::forwards)));
    }

    @Test
    void theKeysThatOpeningTakesAreKnownBeforehand() {
        var other = UUID.fromString("00000000-0000-0000-0000-0000000000BB");
        String json = CODEC.write(NOTED, BACKWARDS).json();
        String spaced = "{\"subject\" : \"" + other + "\", \"sealed\": \"text\"}";

        assertThat(Sealed.keysIn(json)).containsOnly(KEY);
        assertThat(Sealed.keysIn(spaced)).containsOnly(other);
        assertThat(Sealed.keysIn("{\"subject\":\"" + KEY + "\"}")).isEmpty();
        assertThat(Sealed.keysIn("{\"subject\":\"nobody\",\"sealed\":\"text\"}"))
                .isEmpty();
    }

    @Test
    void anEventOfNoRegisteredTypeIsNotWritten() {
        var codec = new EventCodec<Object>(List.of(new EventType<>(Noted.class)));

        assertThatThrownBy(() -> codec.write("another"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no type is registered for class java.lang.String");
    }

    private static Optional<String> forwards(String member, Sealed closed) {
        String text = new StringBuilder(closed.sealed()).reverse().toString();
        assertThat(text).startsWith(member + ":");
        return Optional.of(text.substring(member.length() + 1));
    }

    /** Opens what stands at a place of this event whose name begins so. */
    private record OpenedAt(String prefix) implements Seals {

        @Override
        public Sealed seal(String subject, Place place, String text) {
            throw new UnsupportedOperationException("it only opens");
        }

        @Override
        public Optional<String> open(Sealed closed, Place place) {
            String member = place.part().substring(prefix.length());
            return place.equals(new Place(EVENT, prefix + member)) ? forwards(member, closed) : Optional.empty();
        }

        @Override
        public void prepare(Set<UUID> keys) {
            throw new UnsupportedOperationException("it only opens");
        }

        @Override
        public void link(String subject, String same) {
            throw new UnsupportedOperationException("it only opens");
        }
    }
}
