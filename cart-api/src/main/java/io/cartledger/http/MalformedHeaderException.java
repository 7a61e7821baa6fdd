package io.cartledger.http;

import io.cartledger.cart.InvalidValueException;

/** A header cannot be read: which one, and how it is written. The message is meant for whoever sent it. */
public final class MalformedHeaderException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String header;

    /**
     * @param header its name
     * @param rule how it is written
     * @param was its value; shown bounded and escaped
     */
    public MalformedHeaderException(String header, String rule, String was) {
        super(new InvalidValueException(header, rule, was).getMessage());
        this.header = header;
    }

    /** The header's name. */
    public String header() {
        return header;
    }
}
