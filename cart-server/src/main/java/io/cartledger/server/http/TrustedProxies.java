package io.cartledger.server.http;

import io.cartledger.server.config.StartupFailure;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.tomcat.util.http.MimeHeaders;

/**
 * Finds out who sent a request that has come by way of proxies that we know: {@code X-Forwarded-For} is read from the
 * right, and the first address that is none of theirs counts; what is left of it anybody may have written. From all
 * others that header and {@code X-Forwarded-Proto} are ignored.
 */
final class TrustedProxies extends RemoteIpValve {

    private static final String FORWARDED_FOR = "X-Forwarded-For";

    /**
     * @param proxies addresses, or ranges such as {@code 10.0.0.0/8}
     * @throws StartupFailure if one is neither
     */
    TrustedProxies(Collection<String> proxies) {
        setRemoteIpHeader(FORWARDED_FOR);
        setProtocolHeader("X-Forwarded-Proto");
        setInternalProxies(proxies.stream().map(TrustedProxies::range).collect(Collectors.joining(",")));
    }

    /** Always with its length: without one Tomcat takes it for a regular expression. */
    private static String range(String proxy) {
        String[] parts = proxy.strip().split("/", 2);
        try {
            InetAddress address = InetAddress.ofLiteral(parts[0]);
            int bits = address.getAddress().length * Byte.SIZE;
            int length = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
            if (length >= 0 && length <= bits) {
                return address.getHostAddress() + "/" + length;
            }
        } catch (IllegalArgumentException e) {
            // Said below, in our words.
        }
        throw new StartupFailure(
                "cart.trusted-proxies must be IP addresses, or ranges such as 10.0.0.0/8, not " + proxy);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        String addresses = addresses(Collections.list(request.getHeaders(FORWARDED_FOR)));
        MimeHeaders headers = request.getCoyoteRequest().getMimeHeaders();
        headers.removeHeader(FORWARDED_FOR);
        if (!addresses.isEmpty()) {
            headers.setValue(FORWARDED_FOR).setString(addresses);
        }
        super.invoke(request, response);
    }

    /**
     * The addresses at the right end. Tomcat would take any word for who sent the request, and ask a name server for it.
     */
    private static String addresses(List<String> headers) {
        var addresses = new ArrayDeque<String>();
        for (String entry : List.of(String.join(",", headers).split(",")).reversed()) {
            try {
                addresses.addFirst(
                        InetAddress.ofLiteral(entry.strip().split("%", 2)[0]).getHostAddress());
            } catch (IllegalArgumentException e) {
                break;
            }
        }
        return String.join(",", addresses);
    }
}
