package io.cartledger.server.http;

import io.cartledger.cart.InvalidValueException;
import io.cartledger.command.http.WrongCallerException;
import io.cartledger.command.ledger.DeadlineExceededException;
import io.cartledger.command.ledger.LedgerUnavailableException;
import io.cartledger.command.ledger.OutcomeUnknownException;
import io.cartledger.command.ledger.QueueFullException;
import io.cartledger.http.MalformedHeaderException;
import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import io.cartledger.ledger.VaultUnavailableException;
import io.cartledger.query.consistency.ViewBehindException;
import io.cartledger.query.consistency.ViewUnavailableException;
import io.cartledger.query.feed.FeedBusyException;
import io.cartledger.query.ledger.EventsUnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** How everything that is thrown is told: what the client got wrong, what cannot be had just now, and our own faults. */
@RestControllerAdvice
class FaultProblems {

    private static final Logger LOG = LoggerFactory.getLogger(FaultProblems.class);
    private static final String RETRY_AFTER_SECONDS = "1";

    /** What helps whoever has found none. */
    static final String ROUTES = "See /v3/api-docs for the routes that there are.";

    /** Of the request, not of the cart: the same command may have been sent before, with the same key. */
    private static final String NOT_DONE = "This request has changed nothing: send it again.";

    @ExceptionHandler
    ResponseEntity<Problem> invalidValue(InvalidValueException e) {
        return answer(Problem.of(ProblemType.INVALID_VALUE, String.valueOf(e.getMessage()), e.field()));
    }

    @ExceptionHandler
    ResponseEntity<Problem> malformedHeader(MalformedHeaderException e) {
        return answer(Problem.of(ProblemType.MALFORMED_REQUEST, String.valueOf(e.getMessage()), e.header()));
    }

    @ExceptionHandler
    ResponseEntity<Problem> wrongCaller(WrongCallerException e) {
        return answer(Problem.of(ProblemType.WRONG_CALLER, String.valueOf(e.getMessage())));
    }

    @ExceptionHandler
    ResponseEntity<Problem> viewBehind(ViewBehindException e) {
        return later(
                ProblemType.VIEW_BEHIND,
                "The read model has not got as far as asked, if there is such a version at all: ask again, or ask for less.");
    }

    @ExceptionHandler
    ResponseEntity<Problem> unreadable(HttpMessageNotReadableException e) {
        return answer(UnreadableBody.problem(e));
    }

    @ExceptionHandler
    ResponseEntity<Problem> wrongType(MethodArgumentTypeMismatchException e) {
        boolean isInt = e.getRequiredType() == Integer.class || e.getRequiredType() == int.class;
        String rule = "must be a whole number, at most " + (isInt ? Integer.MAX_VALUE : Long.MAX_VALUE);
        var invalid = new InvalidValueException(e.getName(), rule, String.valueOf(e.getValue()));
        return answer(Problem.of(ProblemType.MALFORMED_REQUEST, String.valueOf(invalid.getMessage()), e.getName()));
    }

    /** Thrown by Tomcat when the first parameter is asked for. */
    @ExceptionHandler
    ResponseEntity<Problem> unreadableParameters(InvalidParameterException e) {
        return answer(Problem.of(
                ProblemType.MALFORMED_REQUEST,
                "The parameters cannot be read: each must be UTF-8, percent-encoded, and there must not be too many."));
    }

    @ExceptionHandler({NoHandlerFoundException.class, NoResourceFoundException.class})
    ResponseEntity<Problem> noRoute() {
        return answer(Problem.of(ProblemType.ROUTE_NOT_FOUND, ROUTES));
    }

    @ExceptionHandler
    ResponseEntity<Problem> wrongMethod(HttpRequestMethodNotSupportedException e) {
        String allowed = e.getSupportedHttpMethods() == null
                ? ""
                : e.getSupportedHttpMethods().stream()
                        .map(Object::toString)
                        .sorted()
                        .collect(Collectors.joining(", "));
        return answer(
                Problem.of(ProblemType.METHOD_NOT_ALLOWED, "The route takes " + allowed + ".", "method"),
                HttpHeaders.ALLOW,
                allowed);
    }

    @ExceptionHandler
    ResponseEntity<Problem> wrongMediaType(HttpMediaTypeNotSupportedException e) {
        String type = type(e.getSupportedMediaTypes());
        String detail = "The route takes " + type + ": send it with Content-Type: " + type + ", in UTF-8.";
        return answer(Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, detail, "Content-Type"));
    }

    @ExceptionHandler
    ResponseEntity<Problem> notAcceptable(HttpMediaTypeNotAcceptableException e) {
        String type = type(e.getSupportedMediaTypes());
        return answer(Problem.of(ProblemType.NOT_ACCEPTABLE, "The route answers with " + type + ".", "Accept"));
    }

    private static String type(List<MediaType> supported) {
        return supported.stream().map(Object::toString).findFirst().orElse(MediaType.APPLICATION_JSON_VALUE);
    }

    @ExceptionHandler
    ResponseEntity<Problem> deadline(DeadlineExceededException e) {
        LOG.warn("A command did not get its turn: {}", e.getMessage());
        return later(ProblemType.DEADLINE_EXCEEDED, NOT_DONE);
    }

    @ExceptionHandler
    ResponseEntity<Problem> queueFull(QueueFullException e) {
        return later(ProblemType.OVERLOADED, NOT_DONE);
    }

    /** Without the keys of what is personal the ledger takes nothing. */
    @ExceptionHandler({LedgerUnavailableException.class, VaultUnavailableException.class})
    ResponseEntity<Problem> noLedger(RuntimeException e) {
        LOG.warn("{}: {}", e.getMessage(), String.valueOf(e.getCause()));
        return later(ProblemType.LEDGER_UNAVAILABLE, NOT_DONE);
    }

    @ExceptionHandler
    ResponseEntity<Problem> noView(ViewUnavailableException e) {
        LOG.warn("{}: {}", e.getMessage(), String.valueOf(e.getCause()));
        return later(ProblemType.VIEW_UNAVAILABLE, "Ask again.");
    }

    @ExceptionHandler
    ResponseEntity<Problem> noEvents(EventsUnavailableException e) {
        LOG.warn("{}: {}", e.getMessage(), String.valueOf(e.getCause()));
        return later(ProblemType.LEDGER_UNAVAILABLE, "Ask again.");
    }

    @ExceptionHandler
    ResponseEntity<Problem> feedBusy(FeedBusyException e) {
        return later(
                ProblemType.OVERLOADED, "As many read the feed from this node as may: ask again, or another node.");
    }

    @ExceptionHandler
    ResponseEntity<Problem> unknownOutcome(OutcomeUnknownException e) {
        LOG.warn("{}: {}", e.getMessage(), String.valueOf(e.getCause()));
        return later(
                ProblemType.OUTCOME_UNKNOWN,
                "Send the command again with the same Idempotency-Key, or read the cart before.");
    }

    /** The client has gone: there is nobody to answer, and nothing is wrong here. */
    @ExceptionHandler({AsyncRequestNotUsableException.class, ClientAbortException.class})
    void gone(IOException e) {
        LOG.debug("The client did not wait for its answer", e);
    }

    /** The identifier leads support from the answer to the log, which alone has the cause. */
    @ExceptionHandler
    ResponseEntity<Problem> fault(Exception e, HttpServletRequest request) {
        UUID incident = UUID.randomUUID();
        LOG.error("Incident {}: {} failed", incident, request.getMethod(), e);
        return answer(Problem.of(ProblemType.INTERNAL_ERROR, "Please report incident " + incident + "."));
    }

    private static ResponseEntity<Problem> later(ProblemType type, String detail) {
        return answer(Problem.of(type, detail), HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }

    /** As every problem is sent. */
    static ResponseEntity<Problem> answer(Problem problem) {
        return answer(problem, null, null);
    }

    private static ResponseEntity<Problem> answer(Problem problem, @Nullable String header, @Nullable String value) {
        var answer = ResponseEntity.status(problem.status()).contentType(MediaType.parseMediaType(Problem.MEDIA_TYPE));
        if (header != null && value != null) {
            answer.header(header, value);
        }
        return answer.body(problem);
    }
}
