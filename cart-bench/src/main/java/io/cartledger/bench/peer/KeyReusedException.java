package io.cartledger.bench.peer;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** A key came with two different requests. */
@ResponseStatus(HttpStatus.UNPROCESSABLE_CONTENT)
final class KeyReusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;
}
