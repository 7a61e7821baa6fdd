package io.cartledger.command.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.cartledger.command.http.CommandReader.Addition;
import io.cartledger.http.CartJson;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.util.HtmlUtils;

/** What the old form's route answers: the cart, and in words what has happened; as a page for a browser. */
final class LegacyAnswer {

    /** The first add to a new cart: the cart has been opened, and has its line. */
    private static final long FIRST = 1;

    static final MediaType PAGE = MediaType.parseMediaType("text/html;charset=utf-8");

    private LegacyAnswer() {}

    /** @param message what has happened, in words */
    record LegacyJson(@JsonUnwrapped CartJson cart, String message) {}

    /** Browsers name HTML before anything else; other clients do not name it. */
    static boolean isForBrowser(@Nullable String accept) {
        return accept != null && accept.contains(MimeTypeUtils.TEXT_HTML_VALUE);
    }

    static ResponseEntity<Object> of(ResponseEntity<Object> answer, Addition addition, boolean forBrowser) {
        return switch (answer.getBody()) {
            case CartJson cart -> {
                String message = message(cart, addition);
                yield forBrowser
                        ? with(answer, page("Your cart", message), PAGE)
                        : with(
                                answer,
                                new LegacyJson(cart, message),
                                answer.getHeaders().getContentType());
            }
            case null, default -> answer;
        };
    }

    private static String message(CartJson cart, Addition addition) {
        String added =
                "Added " + addition.quantity().units() + " × " + addition.item().sku() + "; the cart holds "
                        + inCart(cart, addition).orElse(0) + " of it now.";
        return cart.guest() != null && cart.version() == FIRST
                ? added + " This is a new cart, for a guest: the cookie that came with this answer leads back to it."
                : added;
    }

    private static Optional<Integer> inCart(CartJson cart, Addition addition) {
        return cart.lines().stream()
                .filter(line -> line.itemId().equals(addition.item().itemId()))
                .map(line -> line.quantity().units())
                .findFirst();
    }

    private static ResponseEntity<Object> with(ResponseEntity<Object> answer, Object body, @Nullable MediaType type) {
        var headers = new HttpHeaders(answer.getHeaders());
        headers.setContentType(type);
        return new ResponseEntity<>(body, headers, answer.getStatusCode());
    }

    /** In HTML, with nothing in it but these texts. */
    static String page(String title, String text) {
        return """
                <!doctype html>
                <html lang="en">
                <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>%1$s</title></head>
                <body><h1>%1$s</h1><p>%2$s</p></body>
                </html>
                """.formatted(HtmlUtils.htmlEscape(title, "UTF-8"), HtmlUtils.htmlEscape(text, "UTF-8"));
    }
}
