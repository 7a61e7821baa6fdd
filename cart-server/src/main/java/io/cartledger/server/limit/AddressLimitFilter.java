package io.cartledger.server.limit;

import io.cartledger.server.http.RequestFilter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Limits each address before anything is known of who asks, so that those who guess at tokens are limited, too, and before
 * a request takes a place among those that are worked on, so that one address cannot take them all.
 */
final class AddressLimitFilter implements RequestFilter {

    /** What a household gets, and one device can choose from: RFC 6177. */
    private static final int NETWORK_BYTES = 8;

    private final RateLimit limit;

    AddressLimitFilter(RateLimit limit) {
        this.limit = limit;
    }

    @Override
    public void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!LimitedRequests.includes(request) || limit.admits(network(request.getRemoteAddr()), request, response)) {
            chain.doFilter(request, response);
        }
    }

    /** The address itself; of IPv6 the first 64 bits. */
    static String network(String address) {
        return InetAddress.ofLiteral(address) instanceof Inet6Address longer
                ? HexFormat.of().formatHex(Arrays.copyOf(longer.getAddress(), NETWORK_BYTES))
                : address;
    }
}
