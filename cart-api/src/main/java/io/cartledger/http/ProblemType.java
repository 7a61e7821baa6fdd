package io.cartledger.http;

/**
 * Every kind of problem that this service answers with (RFC 9457). A code never changes its meaning; each is explained
 * in {@code docs/problems.md}.
 */
public enum ProblemType {
    /** The body is not the JSON that the route takes, or a header or parameter cannot be read. */
    MALFORMED_REQUEST("malformed-request", 400, "The request cannot be read"),
    /** A value can be read, but is not allowed. */
    INVALID_VALUE("invalid-value", 422, "A value is not allowed"),
    /** The body is larger than any command. */
    BODY_TOO_LARGE("body-too-large", 413, "The body is too large"),
    /** The body did not arrive in time. */
    BODY_TOO_SLOW("body-too-slow", 408, "The body did not arrive in time"),
    /** There is no such route. */
    ROUTE_NOT_FOUND("route-not-found", 404, "There is no such route"),
    /** The route does not take this method. */
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "The route does not take this method"),
    /** The route answers with no type that the client accepts. */
    NOT_ACCEPTABLE("not-acceptable", 406, "No acceptable representation"),
    /** The body is of a type that the route does not take. */
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The body is of an unsupported type"),
    /** There is no such cart. */
    CART_NOT_FOUND("cart-not-found", 404, "There is no such cart"),
    /** There is such a cart already. */
    CART_EXISTS("cart-exists", 409, "There is such a cart already"),
    /** The cart has no such line. */
    LINE_NOT_FOUND("line-not-found", 404, "The cart has no such line"),
    /** The line would hold more units than the shop allows. */
    LINE_QUANTITY_EXCEEDED("line-quantity-exceeded", 422, "Too many units on one line"),
    /** The cart would have more lines than the shop allows. */
    TOO_MANY_LINES("too-many-lines", 422, "Too many lines in one cart"),
    /** The cart is closed for good. */
    CART_CLOSED("cart-closed", 409, "The cart is closed"),
    /** The cart has been abandoned; adding to it reopens it. */
    CART_ABANDONED("cart-abandoned", 409, "The cart has been abandoned"),
    /** A cart without lines cannot be checked out. */
    CART_EMPTY("cart-empty", 409, "The cart is empty"),
    /** The cart belongs to another customer than the one that is to have it. */
    OTHER_CUSTOMERS_CART("other-customers-cart", 409, "The cart is another customer's"),
    /** A cart cannot be reopened while its owner has another open one. */
    OPEN_CART_EXISTS("open-cart-exists", 409, "There is another open cart"),
    /** The customer would have more units of a SKU than the shop allows one customer. */
    PURCHASE_LIMIT_EXCEEDED("purchase-limit-exceeded", 422, "Too many units for one customer"),
    /** The cart has no such version. */
    VERSION_NOT_FOUND("version-not-found", 404, "The cart has no such version"),
    /** The cart was opened later than at the instant that the request asks for. */
    CART_NOT_OPENED_YET("cart-not-opened-yet", 404, "The cart was not there yet"),
    /** What there will have been at the instant is not known yet. */
    INSTANT_NOT_PAST("instant-not-past", 400, "The instant is not past"),
    /** The customer has no such allowance. */
    ALLOWANCE_NOT_FOUND("allowance-not-found", 404, "There is no such allowance"),
    /** The cart is not in a version that the request asks for. */
    PRECONDITION_FAILED("precondition-failed", 412, "The cart is in another version"),
    /** The key has come with another request. */
    IDEMPOTENCY_KEY_REUSED("idempotency-key-reused", 422, "The key has come with another request"),
    /** There is no token where one is needed, or it does not hold. */
    UNAUTHENTICATED("unauthenticated", 401, "A token is needed"),
    /** The token does not open this route. */
    INSUFFICIENT_SCOPE("insufficient-scope", 403, "The token does not open this route"),
    /** A page of another site has made a browser send this. */
    CROSS_SITE("cross-site", 403, "Sent by a page of another site"),
    /** Whoever vouches for tokens cannot be reached. */
    ISSUER_UNAVAILABLE("issuer-unavailable", 503, "Tokens cannot be checked just now"),
    /** Whoever sends this does not shop, or shops and may not do this. */
    WRONG_CALLER("wrong-caller", 403, "Not for this caller"),
    /** A value is longer than the shop allows. */
    VALUE_TOO_LONG("value-too-long", 422, "A value is too long"),
    /** What is to be folded again is not parked. */
    NOT_PARKED("not-parked", 404, "It is not parked"),
    /** What was parked cannot be folded still. */
    STILL_PARKED("still-parked", 409, "It cannot be folded still"),
    /** There is no such rebuild. */
    REBUILD_NOT_FOUND("rebuild-not-found", 404, "There is no such rebuild"),
    /** The read model is being folded anew already. */
    REBUILD_UNDER_WAY("rebuild-under-way", 409, "A rebuild is under way"),
    /** What the rebuild has made is read. */
    REBUILD_IN_USE("rebuild-in-use", 409, "The rebuild is in use"),
    /** The read model has not got as far as the query asked, within the time it waits. */
    VIEW_BEHIND("view-behind", 503, "The read model is behind"),
    /** The command did not get its turn in time; nothing has changed. */
    DEADLINE_EXCEEDED("deadline-exceeded", 503, "The command did not get its turn in time"),
    /** The ledger cannot be reached; nothing has changed. */
    LEDGER_UNAVAILABLE("ledger-unavailable", 503, "The ledger cannot be reached"),
    /** The read model cannot be reached. */
    VIEW_UNAVAILABLE("view-unavailable", 503, "The read model cannot be reached"),
    /** The connection was lost during the commit; the command may have taken effect or not. */
    OUTCOME_UNKNOWN("outcome-unknown", 503, "It is not known whether the command took effect"),
    /** Whoever sends this, or a cart, has had more requests than it may; nothing has changed. */
    RATE_LIMITED("rate-limited", 429, "Too many requests"),
    /** This node has as many requests to do as it takes at once; nothing has changed. */
    OVERLOADED("overloaded", 503, "This node has too much to do"),
    /** This node is stopping and takes no new requests. */
    SHUTTING_DOWN("shutting-down", 503, "This node is stopping"),
    /** A fault of this service. */
    INTERNAL_ERROR("internal-error", 500, "The service failed");

    private final String code;
    private final int status;
    private final String title;

    ProblemType(String code, int status, String title) {
        this.code = code;
        this.status = status;
        this.title = title;
    }

    /** Stable, lower case, words joined by hyphens. */
    public String code() {
        return code;
    }

    /** The HTTP status that it is answered with. */
    public int status() {
        return status;
    }

    /** One line for people; may be reworded. */
    public String title() {
        return title;
    }

    /** The kind with this code; there is one for every refusal. */
    public static ProblemType of(String code) {
        for (ProblemType type : values()) {
            if (type.code.equals(code)) {
                return type;
            }
        }
        throw new IllegalArgumentException("there is no problem type " + code);
    }
}
