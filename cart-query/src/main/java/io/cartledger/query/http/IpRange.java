package io.cartledger.query.http;

import io.cartledger.cart.InvalidValueException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address, or all addresses that begin with the same bits (CIDR, RFC 4632).
 *
 * @param first the least of them
 * @param last the greatest
 */
public record IpRange(String first, String last) {

    /** An IPv6 address with an IPv4 one at its end, and a prefix. The form of what is much longer would take long to test. */
    private static final int MOST_CHARACTERS = 49;

    private static final Pattern FORM = Pattern.compile("([0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:/([0-9]{1,3}))?");
    private static final Pattern IPV4 = Pattern.compile("[0-9]+(?:\\.[0-9]+){3}");
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;

    /** An IPv4 address in the form of IPv6 begins with so many bits that say so (RFC 4291 section 2.5.5.2). */
    private static final int MAPPED_BITS = IPV6_BITS - IPV4_BITS;

    /** @throws InvalidValueException if it is neither */
    public static IpRange parse(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw invalid(text);
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw invalid(text);
        }
        byte[] address = address(form.group(1), text);
        boolean mapped = address.length * Byte.SIZE == IPV4_BITS && text.contains(":");
        int bits = mapped ? IPV6_BITS : address.length * Byte.SIZE;
        int prefix = form.group(2) == null ? bits : Integer.parseInt(form.group(2));
        if (prefix > bits || (mapped && prefix < MAPPED_BITS)) {
            throw invalid(text);
        }
        int kept = mapped ? prefix - MAPPED_BITS : prefix;
        return new IpRange(text(filled(address, kept, false)), text(filled(address, kept, true)));
    }

    private static byte[] address(String address, String text) {
        if (!address.contains(":") && !IPV4.matcher(address).matches()) {
            throw invalid(text);
        }
        try {
            return InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException e) {
            throw invalid(text);
        }
    }

    /** The address with all bits behind the first ones set, or none. */
    private static byte[] filled(byte[] address, int kept, boolean set) {
        byte[] filled = address.clone();
        for (int bit = kept; bit < filled.length * Byte.SIZE; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            filled[bit / Byte.SIZE] = (byte) (set ? filled[bit / Byte.SIZE] | mask : filled[bit / Byte.SIZE] & ~mask);
        }
        return filled;
    }

    private static String text(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether it is but one. */
    public boolean isOne() {
        return first.equals(last);
    }

    private static InvalidValueException invalid(String text) {
        return new InvalidValueException("ip", "must be an address, or a range such as 203.0.113.0/24", text);
    }
}
