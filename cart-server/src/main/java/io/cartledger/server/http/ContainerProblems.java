package io.cartledger.server.http;

import static jakarta.servlet.http.HttpServletResponse.SC_HTTP_VERSION_NOT_SUPPORTED;
import static jakarta.servlet.http.HttpServletResponse.SC_NOT_IMPLEMENTED;
import static jakarta.servlet.http.HttpServletResponse.SC_SERVICE_UNAVAILABLE;

import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what Tomcat refuses by itself, such as an illegal character in a path, as a problem instead of a page. */
public final class ContainerProblems extends ErrorReportValve {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerProblems.class);

    @Override
    protected void report(Request request, Response response, @Nullable Throwable cause) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            answer(request, response.getResponse(), response.getStatus());
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            LOG.debug("The client was gone before it could be told of {}", response.getStatus(), e);
        }
    }

    private static void answer(HttpServletRequest request, HttpServletResponse response, int status)
            throws IOException {
        if (status == SC_SERVICE_UNAVAILABLE) {
            DrainFilter.refuse(request, response);
        } else {
            ProblemWriter.write(request, response, problem(status));
        }
    }

    /** Tomcat answers 501 and 505 to methods, codings and versions that nobody has to know: no fault of this service. */
    private static Problem problem(int status) {
        boolean clientsFault = status < 500 || status == SC_NOT_IMPLEMENTED || status == SC_HTTP_VERSION_NOT_SUPPORTED;
        Optional<ProblemType> type = Arrays.stream(ProblemType.values())
                .filter(candidate -> candidate.status() == status)
                .findFirst();
        String detail = clientsFault
                ? "The request is not valid HTTP for this service: check its path, headers and method."
                : "The request could not be handled.";
        return Problem.of(
                type.orElse(clientsFault ? ProblemType.MALFORMED_REQUEST : ProblemType.INTERNAL_ERROR), detail);
    }
}
