package io.cartledger.server.http;

import io.cartledger.server.config.CartProperties;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What holds for connections, before there is a request: how slow they may be, and for whom they speak. */
@Configuration(proxyBeanMethods = false)
class ConnectionConfiguration {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> boundedHeaders(CartProperties properties) {
        TomcatProtocolHandlerCustomizer<BoundedHeadersProtocol> patience =
                protocol -> protocol.setPatience(properties.headerTimeout());
        return factory -> {
            factory.setProtocol(BoundedHeadersProtocol.class.getName());
            factory.addProtocolHandlerCustomizers(patience);
        };
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> trustedProxies(CartProperties properties) {
        return factory -> {
            if (!properties.trustedProxies().isEmpty()) {
                factory.addEngineValves(new TrustedProxies(properties.trustedProxies()));
            }
        };
    }
}
