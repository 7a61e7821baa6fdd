package io.cartledger.server.database;

import io.cartledger.server.config.CartProperties;
import io.cartledger.server.config.CartProperties.Role;
import io.cartledger.server.config.ConditionalOnRole;
import io.cartledger.server.config.StartupFailure;
import io.cartledger.server.database.DatabaseAccess.Credentials;
import io.cartledger.server.embedded.EmbeddedPostgres;
import io.cartledger.server.embedded.Login;
import io.cartledger.server.vault.MasterKey;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** An external PostgreSQL as soon as {@code spring.datasource.url} is set, else the embedded one. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    private static final String MASTER_KEY = "cart.vault.master-key";
    private static final String LEDGER = "spring.datasource";
    private static final String VIEW = "cart.view.datasource";
    private static final String POSTGRESQL = "jdbc:postgresql:";

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("spring.datasource.url")
    static class External {

        @Bean
        DatabaseAccess databaseAccess(Environment environment, CartProperties properties) {
            var service = new Credentials(
                    required(environment, LEDGER + ".username"),
                    environment.getProperty("spring.datasource.password", ""));
            String migrationUsername = properties.migration().username();
            String migrationPassword = properties.migration().password();
            var migration = migrationUsername == null
                    ? service
                    : new Credentials(migrationUsername, migrationPassword == null ? "" : migrationPassword);
            return new DatabaseAccess(
                    checked(LEDGER + ".url", required(environment, LEDGER + ".url")), service, migration, LEDGER);
        }

        @Bean
        MasterKey masterKey(Environment environment) {
            return MasterKey.parse(environment.getProperty(MASTER_KEY, ""), MASTER_KEY);
        }

        private static String required(Environment environment, String property) {
            String value = environment.getProperty(property);
            if (value == null || value.isBlank()) {
                throw new StartupFailure(property + " is missing: the database at spring.datasource.url needs it");
            }
            return value;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "spring.datasource.url", matchIfMissing = true, havingValue = "\0")
    static class Embedded {

        @Bean
        EmbeddedPostgres embeddedPostgres(CartProperties properties) {
            return EmbeddedPostgres.start(
                    properties.embedded().directory(), properties.embedded().port());
        }

        @Bean
        MasterKey masterKey(EmbeddedPostgres postgres, Environment environment) {
            String given = environment.getProperty(MASTER_KEY);
            return given == null
                    ? MasterKey.parse(postgres.masterKey(), "master.key in " + postgres.directory())
                    : MasterKey.parse(given, MASTER_KEY);
        }

        @Bean
        DatabaseAccess databaseAccess(EmbeddedPostgres postgres) {
            Login login = postgres.server();
            var credentials = new Credentials(login.username(), login.password());
            return new DatabaseAccess(postgres.jdbcUrl(), credentials, credentials, LEDGER);
        }
    }

    /** Migrated and ready. */
    @Bean
    Databases databases(DatabaseAccess access, CartProperties properties) {
        return Databases.open(access, view(access, properties.view().datasource()), properties);
    }

    private static DatabaseAccess view(DatabaseAccess ledger, CartProperties.View.DataSource view) {
        if (view.url() == null) {
            if (view.username() != null) {
                throw new StartupFailure(VIEW + ".username is set without " + VIEW + ".url: set both or none");
            }
            return ledger;
        }
        String url = checked(VIEW + ".url", view.url());
        if (view.username() == null) {
            return new DatabaseAccess(url, ledger.service(), ledger.migration(), VIEW);
        }
        var login = new Credentials(view.username(), view.password() == null ? "" : view.password());
        return new DatabaseAccess(url, login, login, VIEW);
    }

    /** Not shown where it is wrong: a URL of another form may hold a password. */
    private static String checked(String property, String url) {
        if (!url.startsWith(POSTGRESQL)) {
            throw new StartupFailure(property + " must begin with " + POSTGRESQL
                    + ", for example jdbc:postgresql://host:5432/cart, with login and password as properties of"
                    + " their own");
        }
        return url;
    }

    /** Known to Spring for health and metrics; {@link Databases} closes it. */
    @Bean(destroyMethod = "")
    DataSource vaultDataSource(Databases databases) {
        return databases.vault();
    }

    /** Known to Spring for health and metrics; {@link Databases} closes it. */
    @Bean(destroyMethod = "")
    @ConditionalOnRole(Role.COMMAND)
    DataSource commandDataSource(Databases databases) {
        return databases.command();
    }

    /** Known to Spring for health and metrics; {@link Databases} closes it. */
    @Bean(destroyMethod = "")
    @ConditionalOnRole(Role.QUERY)
    DataSource viewDataSource(Databases databases) {
        return databases.view();
    }
}
