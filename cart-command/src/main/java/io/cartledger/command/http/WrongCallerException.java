package io.cartledger.command.http;

/** A route is not for this kind of caller. The message says for whom it is. */
public final class WrongCallerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WrongCallerException(String message) {
        super(message);
    }
}
