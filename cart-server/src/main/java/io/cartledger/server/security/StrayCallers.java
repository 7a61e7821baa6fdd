package io.cartledger.server.security;

import io.cartledger.ledger.VaultUnavailableException;
import io.cartledger.server.http.Identity;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/** Notes who sent what was refused before the {@link Doorkeeper} could: for whoever asks later who it was. */
final class StrayCallers extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(StrayCallers.class);

    private final Identities identities;

    StrayCallers(Identities identities) {
        this.identities = identities;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request, response);
        if (response.getStatus() / 100 == 4 && Identity.of(request).isEmpty()) {
            try {
                identities.elsewhere(request).ifPresent(identity -> identity.noteIn(request));
            } catch (NotAllowedException | VaultUnavailableException e) {
                LOG.debug("It is not recorded who sent what was refused", e); // it has been answered already
            }
        }
    }
}
