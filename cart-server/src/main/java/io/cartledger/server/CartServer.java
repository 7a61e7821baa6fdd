package io.cartledger.server;

import io.cartledger.server.config.CartProperties;
import io.cartledger.server.database.Databases;
import io.cartledger.server.vault.MasterKey;
import io.cartledger.server.vault.SubjectKeys;
import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerJwtAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** The service: {@code java -jar cart-server.jar}. */
@SpringBootApplication(
        proxyBeanMethods = false,
        // They would make an issuer of every node, with keys of its own.
        exclude = {OAuth2AuthorizationServerAutoConfiguration.class, OAuth2AuthorizationServerJwtAutoConfiguration.class
        })
@EnableConfigurationProperties(CartProperties.class)
public class CartServer {

    /** @param args properties, as {@code --name=value}; see {@code docs/configuration.md} */
    public static void main(String[] args) {
        SpringApplication.run(CartServer.class, args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Seals what is personal in events, and opens it for the read model. */
    @Bean
    SubjectKeys subjectKeys(Databases databases, MasterKey masterKey) {
        return new SubjectKeys(databases.vault(), masterKey);
    }
}
