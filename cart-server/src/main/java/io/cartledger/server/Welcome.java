package io.cartledger.server;

import io.cartledger.server.config.CartProperties;
import io.cartledger.server.embedded.EmbeddedPostgres;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells where the service is to be found, once it is ready; and when it is not any more. */
@Component
class Welcome {

    private static final Logger LOG = LoggerFactory.getLogger(Welcome.class);

    private final CartProperties properties;
    private final ServerProperties server;
    private final ObjectProvider<EmbeddedPostgres> embedded;

    Welcome(CartProperties properties, ServerProperties server, ObjectProvider<EmbeddedPostgres> embedded) {
        this.properties = properties;
        this.server = server;
        this.embedded = embedded;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        if (!(event.getApplicationContext() instanceof WebServerApplicationContext context)
                || context.getWebServer() == null) {
            return;
        }
        String address = event.getApplicationContext().getEnvironment().getProperty("server.address", "0.0.0.0");
        String scheme = Ssl.isEnabled(server.getSsl()) ? "https" : "http";
        String url = scheme + "://" + address + ":" + context.getWebServer().getPort();
        LOG.info("Roles {}. API {}  try it at {}/swagger-ui", properties.roles(), url, url);
        embedded.ifAvailable(postgres -> LOG.info("Look inside (read only): {}", postgres.psqlLine()));
        SpringApplication.getShutdownHandlers().add(() -> LOG.info("Stopped"));
    }

    @EventListener
    void stopping(ContextClosedEvent event) {
        boolean theWholeService = event.getApplicationContext().getParent() == null;
        if (theWholeService) {
            LOG.info(
                    "Stopping: new requests are refused after {} s (cart.stop-delay), those under way are answered",
                    properties.stopDelay().toSeconds());
        }
    }
}
