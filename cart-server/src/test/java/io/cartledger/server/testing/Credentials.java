package io.cartledger.server.testing;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpRequest;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/** What callers prove by who they are: a token of the {@link TestIssuer}, or the cookie that a node has given a guest. */
public final class Credentials {

    private static final String GUEST = "guest/";

    /** By name, and the node that takes them. */
    private static final ConcurrentMap<String, String> COOKIES = new ConcurrentHashMap<>();

    /** By name alone: nodes that share a database take each other's. */
    private static final ConcurrentMap<String, String> NEWEST = new ConcurrentHashMap<>();

    private Credentials() {}

    /**
     * The headers for a caller.
     *
     * @param caller for example {@code customer/4421}, or {@code guest/} and a name that tests alone know, or both with a
     *     {@code +} between them: a customer who was that guest before
     * @param node one that the request goes to
     */
    public static List<Map.Entry<String, String>> allOf(String caller, URI node) {
        return Stream.of(caller.split("\\+")).map(part -> of(part, node)).toList();
    }

    /** The header for a caller who is one thing only. */
    public static Map.Entry<String, String> of(String caller, URI node) {
        return caller.startsWith(GUEST)
                ? Map.entry("Cookie", cookie(caller, node))
                : Map.entry("Authorization", "Bearer " + TestIssuer.token(caller));
    }

    private static String cookie(String caller, URI node) {
        String key = caller + " at " + node.getAuthority();
        String cookie = COOKIES.get(key);
        return cookie == null ? newCookie(key, caller, node) : cookie;
    }

    /** One at a time: a guest who comes to two nodes at once is one guest. */
    private static synchronized String newCookie(String key, String caller, URI node) {
        return COOKIES.computeIfAbsent(key, absent -> {
            String known = NEWEST.get(caller);
            String given = setCookie(node, known == null ? List.of() : List.of("Cookie", known));
            String cookie = given.isEmpty() ? Objects.requireNonNull(known, "no node has given a cookie") : given;
            NEWEST.put(caller, cookie);
            return cookie;
        });
    }

    private static String setCookie(URI node, List<String> headers) {
        var request = HttpRequest.newBuilder(node.resolve("/me/cart"));
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        return CartClient.send(request.build()).header("Set-Cookie").replaceFirst(";.*", "");
    }

    /** How the service knows a guest who has sent something. */
    public static String idOf(String caller) {
        return claims(caller).getSubject();
    }

    /** What ties the requests together that come with this guest's cookie. */
    public static String sessionOf(String caller) {
        return String.valueOf(claims(caller).getClaim("sid"));
    }

    private static JWTClaimsSet claims(String caller) {
        String cookie = Objects.requireNonNull(NEWEST.get(caller), caller);
        try {
            return SignedJWT.parse(cookie.substring(cookie.indexOf('=') + 1)).getJWTClaimsSet();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
