package io.cartledger.server.config;

/**
 * The service cannot start, for a reason that its operator can change. The message is one line: what is wrong, with the
 * value, and what to do. It is all that has to be shown, so there is no stack trace.
 */
public final class StartupFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartupFailure(String message) {
        super(inOneLine(message), null, false, false);
    }

    public StartupFailure(String message, Throwable cause) {
        super(inOneLine(message), cause, false, false);
    }

    private static String inOneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", " | ");
    }
}
