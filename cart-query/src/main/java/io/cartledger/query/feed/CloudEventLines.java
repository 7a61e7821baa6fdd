package io.cartledger.query.feed;

import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Origin.Source;
import io.cartledger.ledger.Recorded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes events as CloudEvents 1.0 in their JSON format, one a line. Names of attributes are lower case, as section 3.1 of
 * the specification wants it; an attribute of which nothing is known is left out.
 *
 * <p>Used by one thread. Every event goes through here, so none becomes a tree of objects on its way.
 */
final class CloudEventLines {

    private static final String SOURCE = "urn:cartledger:ledger";
    private static final String TYPE_PREFIX = "io.cartledger.";

    /** Each line ends itself. */
    private static final JsonFactory JSON =
            JsonFactory.builder().rootValueSeparator("").build();

    /** Members of an origin that everybody may know, and what they are called here. */
    private static final Map<String, SerializableString> ORIGIN = Stream.of(
                    "channel",
                    "receivedAt",
                    "actorKind",
                    "actor",
                    "client",
                    "requestId",
                    "correlationId",
                    "causationId",
                    "idempotencyKey",
                    "traceparent")
            .collect(
                    Collectors.toMap(Function.identity(), name -> new SerializedString(name.toLowerCase(Locale.ROOT))));

    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), lines);

    /** Adds a line for an event. */
    void add(DisclosedEvent told) {
        Recorded<Written> event = told.event();
        Written payload = event.event();
        json.writeStartObject();
        json.writeStringProperty("specversion", "1.0");
        json.writeStringProperty("id", event.eventId().toString());
        json.writeStringProperty("source", SOURCE);
        json.writeStringProperty("type", TYPE_PREFIX + payload.type());
        json.writeStringProperty("subject", event.aggregateType() + "/" + event.aggregateId());
        json.writeStringProperty("time", event.recordedAt().toString());
        json.writeStringProperty("datacontenttype", "application/json");
        json.writeNumberProperty("version", event.sequenceNumber());
        json.writeNumberProperty("revision", payload.revision());
        json.writeStringProperty("cursor", new FeedCursor(event.position()).text());
        addOrigin(event.origin());
        addSource(told.source());
        json.writeName("data");
        json.writeRawValue(payload.json());
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private void addOrigin(String origin) {
        try (JsonParser members = JSON.createParser(ObjectReadContext.empty(), origin)) {
            members.nextToken();
            while (members.nextToken() == JsonToken.PROPERTY_NAME) {
                SerializableString name = ORIGIN.get(members.currentName());
                if (members.nextToken() == JsonToken.VALUE_STRING && name != null) {
                    json.writeName(name);
                    json.writeString(members.getString());
                }
                members.skipChildren();
            }
        }
    }

    private void addSource(Source source) {
        add("ip", source.ip());
        add("session", source.session());
        add("useragent", source.userAgent());
    }

    private void add(String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }

    /** Sends the lines that were added since the last time. */
    void send(OutputStream out) throws IOException {
        json.flush();
        lines.writeTo(out);
        lines.reset();
    }
}
