package io.cartledger.server.security;

import io.cartledger.http.Problem;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers what the policy refuses. */
@RestControllerAdvice
@Order(0)
class NotAllowed {

    @ExceptionHandler
    ResponseEntity<Problem> notAllowed(NotAllowedException e) {
        var answer =
                ResponseEntity.status(e.problem().status()).contentType(MediaType.parseMediaType(Problem.MEDIA_TYPE));
        if (e.challenge() != null) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, e.challenge());
        }
        return answer.body(e.problem());
    }
}
