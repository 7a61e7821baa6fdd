package io.cartledger.server.http;

import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/**
 * Reads a body before anything else is done for its request, within bounds of size and time. Whoever sends slowly holds
 * a connection so long, but no place among the requests that are worked on.
 */
final class BodyLimitFilter implements RequestFilter {

    static final String TOO_SLOW = "The body did not arrive in time: send it faster, or less of it.";

    private static final Logger LOG = LoggerFactory.getLogger(BodyLimitFilter.class);

    /** Read of a body that is too large, so that its sender reads the answer instead of a reset connection. */
    private static final DataSize MOST_THROWN_AWAY = DataSize.ofMegabytes(2);

    private static final int AT_ONCE = 4096;

    private final DataSize limit;
    private final Duration patience;

    /**
     * @param limit largest body
     * @param patience longest time that a body may take, from its first to its last byte; a read that is under way is not
     *     cut short, it has the container's limit
     */
    BodyLimitFilter(DataSize limit, Duration patience) {
        this.limit = limit;
        this.patience = patience;
    }

    @Override
    public void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!hasBody(request)) {
            chain.doFilter(request, response);
            return;
        }
        byte[] body;
        try {
            body = read(request.getInputStream());
        } catch (SocketTimeoutException e) {
            refuse(request, response, Problem.of(ProblemType.BODY_TOO_SLOW, TOO_SLOW));
            return;
        } catch (IOException e) {
            LOG.debug("The container has refused the body, or its sender has gone", e);
            return;
        }
        if (body.length > limit.toBytes()) {
            String detail = "the body must have at most " + limit.toBytes() + " bytes";
            refuse(request, response, Problem.of(ProblemType.BODY_TOO_LARGE, detail, "body"));
            return;
        }
        chain.doFilter(new RequestWithBody(request, body), response);
    }

    /** RFC 9112 section 6: the one or the other header announces it. */
    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    /** All of it; of one that is too large no more than shows that it is. */
    private byte[] read(InputStream in) throws IOException {
        long startNanos = System.nanoTime();
        var body = new ByteArrayOutputStream();
        byte[] part = new byte[AT_ONCE];
        long thrownAway = 0;
        for (int count = in.read(part); count >= 0; count = in.read(part)) {
            if (body.size() <= limit.toBytes()) {
                body.write(part, 0, count);
            } else {
                thrownAway += count;
            }
            if (thrownAway > MOST_THROWN_AWAY.toBytes()) {
                break;
            }
            if (System.nanoTime() - startNanos > patience.toNanos()) {
                throw new SocketTimeoutException("the body has taken longer than " + patience);
            }
        }
        return body.toByteArray();
    }

    /** What is left of the body would be taken for the next request. */
    private static void refuse(HttpServletRequest request, HttpServletResponse response, Problem problem)
            throws IOException {
        response.setHeader("Connection", "close");
        ProblemWriter.write(request, response, problem);
    }
}
