package io.cartledger.server.security;

import io.cartledger.cart.Caller;
import io.cartledger.cart.InvalidValueException;
import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import io.cartledger.server.security.Policy.Row;
import org.jspecify.annotations.Nullable;

/** The policy says no; with the answer that says why. */
final class NotAllowedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final @Nullable String challenge;

    private NotAllowedException(Problem problem, @Nullable String challenge) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.challenge = challenge;
    }

    static NotAllowedException withoutToken(Row row) {
        String otherwise =
                row.isOpenTo(Caller.Kind.GUEST) ? ", or, for a guest's cart, the cookie that GET /me/cart gives" : "";
        return new NotAllowedException(
                Problem.of(
                        ProblemType.UNAUTHENTICATED,
                        "Send a token, as Authorization: Bearer …, with one of the scopes " + row.scopes() + otherwise
                                + "."),
                "Bearer");
    }

    static NotAllowedException byScope(String scopes) {
        return new NotAllowedException(
                Problem.of(
                        ProblemType.INSUFFICIENT_SCOPE,
                        "The token opens other routes than this one, which needs one of the scopes " + scopes + "."),
                "Bearer error=\"insufficient_scope\", scope=\"" + scopes + "\"");
    }

    static NotAllowedException bySubject(InvalidValueException cause) {
        return new NotAllowedException(
                Problem.of(
                        ProblemType.UNAUTHENTICATED,
                        "The token's subject is to be a customer, but " + cause.getMessage() + "."),
                "Bearer error=\"invalid_token\"");
    }

    static NotAllowedException fromOtherSite() {
        return new NotAllowedException(
                Problem.of(
                        ProblemType.CROSS_SITE,
                        "A page of another site has sent this. If it is one of the shop's, add its origin to"
                                + " cart.cors.allowed-origins."),
                null);
    }

    /** A route that nobody has thought about is nobody's. */
    static NotAllowedException toAnybody() {
        return new NotAllowedException(Problem.of(ProblemType.INSUFFICIENT_SCOPE, "Nobody may use this route."), null);
    }

    Problem problem() {
        return problem;
    }

    /** For the header WWW-Authenticate (RFC 6750 section 3), or null. */
    @Nullable
    String challenge() {
        return challenge;
    }
}
