package io.cartledger.server.http;

import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where the container sends what went wrong outside of the controllers. */
@RestController
class ProblemErrorController implements ErrorController {

    @RequestMapping("/error")
    ResponseEntity<Problem> error(HttpServletRequest request) {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        ProblemType type = switch (status) {
            case Integer code when code == 404 -> ProblemType.ROUTE_NOT_FOUND;
            case Integer code when code == 405 -> ProblemType.METHOD_NOT_ALLOWED;
            case Integer code when code == 408 -> ProblemType.BODY_TOO_SLOW;
            case Integer code when code < 500 -> ProblemType.MALFORMED_REQUEST;
            case null -> ProblemType.ROUTE_NOT_FOUND;
            default -> ProblemType.INTERNAL_ERROR;
        };
        return FaultProblems.answer(Problem.of(type, detail(type)));
    }

    private static String detail(ProblemType type) {
        return switch (type) {
            case ROUTE_NOT_FOUND -> FaultProblems.ROUTES;
            case BODY_TOO_SLOW -> BodyLimitFilter.TOO_SLOW;
            case INTERNAL_ERROR -> "The request could not be handled.";
            default -> "The request is not valid HTTP for this service: check its path, headers, method and body.";
        };
    }
}
