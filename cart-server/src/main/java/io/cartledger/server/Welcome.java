package io.cartledger.server;

import io.cartledger.server.config.CartProperties;
import io.cartledger.server.embedded.EmbeddedPostgres;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells where the service is to be found, once it is ready. */
@Component
class Welcome {

    private static final Logger LOG = LoggerFactory.getLogger(Welcome.class);

    private final CartProperties properties;
    private final ObjectProvider<EmbeddedPostgres> embedded;

    Welcome(CartProperties properties, ObjectProvider<EmbeddedPostgres> embedded) {
        this.properties = properties;
        this.embedded = embedded;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        if (!(event.getApplicationContext() instanceof WebServerApplicationContext context)
                || context.getWebServer() == null) {
            return;
        }
        String address = event.getApplicationContext().getEnvironment().getProperty("server.address", "0.0.0.0");
        String url = "http://" + address + ":" + context.getWebServer().getPort();
        LOG.info("Roles {}. API {}  try it at {}/swagger-ui", properties.roles(), url, url);
        embedded.ifAvailable(postgres -> LOG.info("Look inside (read only): {}", postgres.psqlLine()));
    }
}
