package io.cartledger.server.testing;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.CartServer;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;

/**
 * Runs the whole service within the test's JVM, on a free port and a database of its own, and takes as many requests as
 * come. It is started once for all
 * classes that say no more than this.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = CartServer.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestPropertySource(properties = {"cart.rate-limits.enabled=false", "spring.main.register-shutdown-hook=false"})
@ContextConfiguration(initializers = RunningServer.OnItsOwnDatabase.class)
public @interface RunningServer {

    /** Creates the database when the service is about to start. */
    final class OnItsOwnDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            TestPropertyValues.of(
                            "spring.datasource.url=" + TestDatabase.durable().jdbcUrl(),
                            "spring.datasource.username=postgres",
                            "spring.datasource.password=any",
                            "cart.vault.master-key=" + ServerProcess.MASTER_KEY,
                            "cart.roles=command,query")
                    .and(TestIssuer.properties().toArray(String[]::new))
                    .applyTo(context);
        }
    }
}
