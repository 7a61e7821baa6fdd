package io.cartledger.server.http;

import java.io.IOException;
import org.springframework.util.unit.DataSize;

/** A request's body is larger than any command. */
final class BodyTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    BodyTooLargeException(DataSize limit) {
        super("the body must have at most " + limit.toBytes() + " bytes");
    }
}
