package io.cartledger.query.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cartledger.http.ConsistencyToken;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.http.ResponseEntity.BodyBuilder;
import org.springframework.web.util.UriComponentsBuilder;

/** Answers of routes that list. */
public final class PageAnswers {

    private PageAnswers() {}

    /** A page as JSON. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record PageJson(
            @Schema(description = "The page, in the order of the list")
            List<?> items,

            @Schema(description = "How many there are on all pages")
            long total,

            @Schema(description = "Whether that is an estimate, as there are too many to count")
            boolean totalIsEstimate,

            @Schema(description = "The cursor of the page that follows; absent if there is none") @Nullable
            String next,

            @Schema(description = "The cursor of the page that precedes; absent if there is none") @Nullable
            String previous) {}

    /**
     * A page as JSON, with links to its neighbours.
     *
     * @param request what was asked for: path and query
     */
    public static ResponseEntity<Object> json(
            UriComponentsBuilder request, Page<?> page, Total total, ConsistencyToken token) {
        return linked(request, page, token)
                .body(new PageJson(
                        page.rows(),
                        total.rows(),
                        total.estimate(),
                        page.next().orElse(null),
                        page.previous().orElse(null)));
    }

    /** An answer without its body, of whatever form, with links to the page's neighbours (RFC 8288). */
    public static BodyBuilder linked(UriComponentsBuilder request, Page<?> page, ConsistencyToken token) {
        BodyBuilder answer =
                ResponseEntity.ok().cacheControl(CacheControl.noStore()).header(ConsistencyToken.HEADER, token.text());
        Function<String, String> link = cursor -> request.cloneBuilder()
                .scheme(null)
                .host(null)
                .port(null)
                .replaceQueryParam(PageRequest.CURSOR, cursor)
                .build()
                .toUriString();
        page.next().ifPresent(cursor -> answer.header(HttpHeaders.LINK, "<" + link.apply(cursor) + ">; rel=\"next\""));
        page.previous()
                .ifPresent(cursor -> answer.header(HttpHeaders.LINK, "<" + link.apply(cursor) + ">; rel=\"prev\""));
        return answer;
    }
}
