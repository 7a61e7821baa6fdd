package io.cartledger.server.http;

import io.cartledger.cart.Excess;
import io.cartledger.http.CartJson;
import io.cartledger.http.CartJson.LineJson;
import io.cartledger.http.CustomerJson;
import io.cartledger.http.CustomerJson.AllowanceJson;
import io.cartledger.http.CustomerJson.NoteJson;
import io.cartledger.http.Problem;
import io.cartledger.query.burst.FoundBurst;
import io.cartledger.query.burst.FoundBurst.FoundCommand;
import io.cartledger.query.burst.FoundBurst.Sender;
import io.cartledger.query.history.ChangeEntry;
import io.cartledger.query.history.ChangeEntry.Actor;
import io.cartledger.query.history.ChangeEntry.ChangedLine;
import io.cartledger.query.history.HistoryEntry;
import io.cartledger.query.history.RefusalEntry;
import io.cartledger.query.parked.ParkedJson;
import io.cartledger.query.parked.ParkedJson.AllParked;
import io.cartledger.query.past.CartDiff;
import io.cartledger.query.past.CartDiff.CartVersion;
import io.cartledger.query.past.CartDiff.LineChange;
import io.cartledger.query.past.UnreadableCart;
import io.cartledger.query.past.UnreadableCart.Unreadable;
import io.cartledger.query.rebuild.Rebuild;
import io.cartledger.query.rebuild.Rebuild.All;
import io.cartledger.query.rebuild.Rebuild.Difference;
import io.cartledger.query.search.FoundCart;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The OpenAPI document's schemas: what bodies and answers are made of, and what identifiers may be. */
final class OpenApiSchemas {

    /** What several changes answer with. */
    static final String CHANGES = "ChangesJson";

    /** What the old form's route answers with. */
    static final String LEGACY = "LegacyJson";

    /** What the old form sends. */
    static final String FORM = "AddCartForm";

    /** A line of the feed. */
    static final String CLOUD_EVENT = "CloudEvent";

    /** A line of all carts at an instant. */
    static final String CART_AS_OF = "CartAsOf";

    /** A line of a verification. */
    static final String VERIFICATION = "VerificationLine";

    private static final String LETTERS = "A-Za-z0-9";
    private static final String SKU = "(?!\\.{1,2}(~|$))[" + LETTERS + "._-]{1,64}";
    private static final Map<String, String> PATTERNS = Map.ofEntries(
            Map.entry("cartId", "[" + LETTERS + "_-]{1,64}"),
            Map.entry("mergedFrom", "[" + LETTERS + "_-]{1,64}"),
            Map.entry("from", "[" + LETTERS + "_-]{1,64}"),
            Map.entry("mergedInto", "[" + LETTERS + "_-]{1,64}"),
            Map.entry("guest", "[" + LETTERS + "_-]{1,64}"),
            Map.entry("customer", "[" + LETTERS + "._@:-]{1,64}"),
            Map.entry("aggregateType", "Cart|Customer"),
            Map.entry("aggregateId", "[" + LETTERS + "._@:-]{1,64}"),
            Map.entry("orderReference", "[" + LETTERS + "._/#:-]{1,64}"),
            Map.entry("ticket", "[" + LETTERS + "._/#:-]{1,64}"),
            Map.entry("sku", SKU),
            Map.entry("product_id", SKU),
            Map.entry("itemId", SKU + "(~[0-9a-v]{26})?"));

    private OpenApiSchemas() {}

    static void complete(Components components) {
        Stream.of(
                        CartJson.class,
                        CartDiff.class,
                        UnreadableCart.class,
                        CustomerJson.class,
                        All.class,
                        AllParked.class,
                        FoundCart.class,
                        ChangeEntry.class,
                        HistoryEntry.class,
                        FoundBurst.class,
                        Problem.class)
                .forEach(type -> ModelConverters.getInstance(true).readAll(type).forEach(components::addSchemas));
        components.addSchemas(CHANGES, changes());
        components.addSchemas(FORM, form());
        components.addSchemas(CLOUD_EVENT, cloudEvent());
        components.addSchemas(CART_AS_OF, cartAsOf());
        Stream.of(FoundCart.class, ChangeEntry.class, HistoryEntry.class, FoundBurst.class)
                .forEach(type -> components.addSchemas(page(type), page(type.getSimpleName())));
        components.addSchemas(VERIFICATION, verification());
        Stream.of(
                        CartJson.class,
                        LineJson.class,
                        Excess.class,
                        CartDiff.class,
                        CartVersion.class,
                        LineChange.class,
                        UnreadableCart.class,
                        Unreadable.class,
                        CustomerJson.class,
                        AllowanceJson.class,
                        NoteJson.class,
                        FoundBurst.class,
                        FoundCommand.class,
                        Sender.class,
                        FoundCart.class,
                        ChangeEntry.class,
                        Actor.class,
                        ChangedLine.class,
                        HistoryEntry.class,
                        RefusalEntry.class,
                        AllParked.class,
                        ParkedJson.class,
                        All.class,
                        Rebuild.class,
                        Difference.class,
                        Problem.class)
                .forEach(type -> schema(components, type).setRequired(required(type)));
        components.addSchemas(LEGACY, legacy(schema(components, CartJson.class)));
        for (String name : components.getSchemas().keySet()) {
            Schema<?> schema = components.getSchemas().get(name);
            if (name.endsWith("Body")) {
                schema.setAdditionalProperties(false);
            }
            properties(schema).forEach(OpenApiSchemas::bounded);
        }
        Schema<?> problem = schema(components, Problem.class);
        problem.getProperties().remove("more");
        problem.setAdditionalProperties(true);
    }

    private static Schema<?> schema(Components components, Class<?> type) {
        return Objects.requireNonNull(components.getSchemas().get(type.getSimpleName()), type.getSimpleName());
    }

    /** Whatever is never absent: all but what may be null, and the members that only some problems have. */
    private static List<String> required(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .map(RecordComponent::getName)
                .filter(name -> !name.equals("more") && !name.equals("burst"))
                .toList();
    }

    static boolean isIdentifier(String name) {
        return PATTERNS.containsKey(name);
    }

    /** Says what a value of this name may be, if it is an identifier. */
    static Schema<?> bounded(String name, Schema<?> schema) {
        if (isIdentifier(name) && schema.get$ref() == null) {
            schema.setPattern("^" + PATTERNS.get(name) + "$");
            schema.minLength(1).maxLength(name.equals("itemId") ? 91 : 64);
        }
        return schema;
    }

    @SuppressWarnings("rawtypes") // swagger's own
    private static Map<String, Schema> properties(Schema<?> schema) {
        return schema.getProperties() == null ? Map.of() : schema.getProperties();
    }

    /** The name of the schema of a page with such items. */
    static String page(Class<?> item) {
        return item.getSimpleName() + "Page";
    }

    private static Schema<?> page(String item) {
        Schema<Object> page = of("object");
        page.addProperty("items", of("array").items(ref(item)).description("In the order of the list"));
        page.addProperty("total", of("integer").description("How many there are on all pages"));
        page.addProperty(
                "totalIsEstimate",
                of("boolean").description("Whether that is an estimate, as there are too many to count"));
        page.addProperty("next", of("string").description("The cursor of the page that follows, if there is one"));
        page.addProperty("previous", of("string").description("The cursor of the page that precedes, if there is one"));
        page.setRequired(List.of("items", "total", "totalIsEstimate"));
        return page;
    }

    private static Schema<?> changes() {
        Schema<Object> outcome = of("string");
        outcome.setEnum(List.of("changed", "unchanged"));
        Schema<Object> changes = of("object");
        changes.addProperty("cart", ref(CartJson.class.getSimpleName()));
        changes.addProperty("outcomes", of("array").items(outcome).description("Of each change, in order"));
        changes.setRequired(List.of("cart", "outcomes"));
        return changes;
    }

    private static Schema<?> form() {
        Schema<Object> form = of("object");
        form.addProperty("product_id", of("string").example("DRN-7X"));
        form.addProperty("quantity", of("integer").example("1"));
        form.addProperty("user_id", of("string").description("Left out, or the customer whose token comes along"));
        form.setRequired(List.of("product_id"));
        return form;
    }

    private static Schema<?> cloudEvent() {
        Schema<Object> event = of("object");
        Stream.of("specversion", "id", "source", "type", "subject", "time", "datacontenttype")
                .forEach(name -> event.addProperty(name, of("string")));
        event.addProperty("version", of("integer").description("Of the cart or file after the event"));
        event.addProperty("revision", of("integer").description("Of the form of data"));
        event.addProperty("cursor", of("string").description("To go on behind this event"));
        event.addProperty("data", of("object").description("The event, as its type and revision have it"));
        event.setRequired(List.copyOf(event.getProperties().keySet()));
        Stream.of(
                        "channel",
                        "receivedat",
                        "actorkind",
                        "actor",
                        "client",
                        "requestid",
                        "correlationid",
                        "causationid",
                        "idempotencykey",
                        "traceparent",
                        "ip",
                        "session",
                        "useragent")
                .forEach(name -> event.addProperty(name, of("string")));
        return event;
    }

    private static Schema<?> verification() {
        Schema<Object> finding = of("object");
        finding.addProperty("check", of("string").description("What has found it"));
        finding.addProperty("cart", of("string").description("Which cart it is about"));
        finding.addProperty("aggregate", of("string").description("What else it is about"));
        finding.addProperty("position", of("integer").description("Of the event that it is about"));
        finding.addProperty("detail", of("string").description("What is wrong"));
        finding.setRequired(List.of("check", "detail"));
        Schema<Object> line = of("object");
        line.addProperty(
                "progress", of("object").description("How far it is: events checked, head, and events perSecond"));
        line.addProperty("finding", finding);
        line.addProperty("discarded", finding);
        line.addProperty("more", of("object").description("How many more findings there are than are told"));
        line.addProperty("result", of("object").description("The last line: clean, events, carts, findings, seconds"));
        return line;
    }

    /** The cart, and what has happened in words. */
    private static Schema<?> legacy(Schema<?> cart) {
        Schema<Object> legacy = of("object");
        properties(cart).forEach(legacy::addProperty);
        legacy.addProperty("message", of("string").description("What has happened, in words"));
        legacy.setRequired(
                Stream.concat(cart.getRequired().stream(), Stream.of("message")).toList());
        return legacy;
    }

    private static Schema<?> cartAsOf() {
        var line = new Schema<Object>(SpecVersion.V31);
        line.addOneOfItem(ref(CartJson.class.getSimpleName()));
        line.addOneOfItem(ref(UnreadableCart.class.getSimpleName()));
        return line;
    }

    static Schema<Object> of(String type) {
        var schema = new Schema<Object>(SpecVersion.V31);
        schema.addType(type);
        return schema;
    }

    static Schema<Object> ref(String name) {
        var schema = new Schema<Object>(SpecVersion.V31);
        schema.set$ref("#/components/schemas/" + name);
        return schema;
    }
}
