package io.cartledger.server.http;

import io.cartledger.cart.Caller;
import io.cartledger.cart.InvalidValueException;
import io.cartledger.http.MalformedHeaderException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Takes a request's word for who sends it: header {@value #HEADER}, for example {@code customer/4421}. Whoever says
 * nothing is a back end. This is for a service that only the shop's own software reaches, until requests carry tokens.
 */
@Component
final class CallerHeader implements Function<HttpServletRequest, Caller> {

    static final String HEADER = "Cartledger-Caller";

    private static final Caller BACK_END = new Caller(Caller.Kind.BACK_END, "anonymous");
    private static final Pattern FORM = Pattern.compile("(customer|guest|back-end|support)/([A-Za-z0-9._@:-]{1,64})");

    /** @throws MalformedHeaderException if the header is not as it should be */
    @Override
    public Caller apply(HttpServletRequest request) {
        List<String> values = Collections.list(request.getHeaders(HEADER));
        if (values.isEmpty()) {
            return BACK_END;
        }
        Matcher form = FORM.matcher(values.getFirst());
        if (values.size() > 1 || !form.matches()) {
            throw malformed(values);
        }
        String subject = form.group(2);
        Caller caller = switch (form.group(1)) {
            case "customer" -> new Caller(Caller.Kind.CUSTOMER, subject);
            case "guest" -> new Caller(Caller.Kind.GUEST, subject);
            case "support" -> new Caller(Caller.Kind.SUPPORT, subject);
            default -> new Caller(Caller.Kind.BACK_END, subject);
        };
        try {
            caller.owner();
            return caller;
        } catch (InvalidValueException e) {
            throw malformed(values);
        }
    }

    private static MalformedHeaderException malformed(List<String> values) {
        return new MalformedHeaderException(
                HEADER,
                "must be customer/ID, guest/ID, support/ID or back-end/ID, once; an ID has 1 to 64 of A-Z a-z 0-9 . _ @ : -",
                String.join(", ", values));
    }
}
