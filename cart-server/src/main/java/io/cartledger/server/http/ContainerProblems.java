package io.cartledger.server.http;

import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
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
            ProblemWriter.write(response.getResponse(), problem(response.getStatus()));
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            LOG.debug("The client was gone before it could be told of {}", response.getStatus(), e);
        }
    }

    private static Problem problem(int status) {
        Optional<ProblemType> type = Arrays.stream(ProblemType.values())
                .filter(candidate -> candidate.status() == status)
                .findFirst();
        String detail = status < 500
                ? "The request is not valid HTTP for this service: check its path, headers and method."
                : "The request could not be handled.";
        return Problem.of(
                type.orElse(status < 500 ? ProblemType.MALFORMED_REQUEST : ProblemType.INTERNAL_ERROR), detail);
    }
}
