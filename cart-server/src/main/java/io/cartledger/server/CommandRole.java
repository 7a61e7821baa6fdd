package io.cartledger.server;

import io.cartledger.cart.CartLimits;
import io.cartledger.cart.PurchaseLimits;
import io.cartledger.command.ShopRules;
import io.cartledger.command.dispatch.CommandDispatcher;
import io.cartledger.command.dispatch.CommandSide;
import io.cartledger.command.http.RepeatWindow;
import io.cartledger.command.ledger.IdleCarts;
import io.cartledger.command.ledger.KeyedHash;
import io.cartledger.command.ledger.Ledger;
import io.cartledger.command.refusal.RefusalRecorder;
import io.cartledger.command.refusal.RefusalTable;
import io.cartledger.command.upkeep.Upkeep;
import io.cartledger.ledger.CommitListener;
import io.cartledger.ledger.Seals;
import io.cartledger.server.config.CartProperties;
import io.cartledger.server.config.ConditionalOnRole;
import io.cartledger.server.database.Databases;
import io.cartledger.server.vault.Keyring;
import io.cartledger.server.vault.MasterKey;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Takes commands: the ledger, the aggregates, and their routes. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(CartProperties.Role.COMMAND)
@ComponentScan("io.cartledger.command.http")
class CommandRole {

    /** An address must be found again, and a request recognised, so the keys that hide them stay. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    @Bean
    CartLimits cartLimits(CartProperties properties) {
        return properties.limits().toCartLimits();
    }

    @Bean
    PurchaseLimits purchaseLimits(CartProperties properties) {
        return properties.limits().toPurchaseLimits();
    }

    /** Tells this node's own read model of each commit, where there is one; others hear of it from PostgreSQL. */
    @Bean
    Ledger ledger(
            Databases databases,
            ObjectProvider<CommitListener> localView,
            Seals seals,
            CartProperties properties,
            MeterRegistry meters) {
        CommitListener nobody = position -> {};
        var settings = new Ledger.Settings(
                properties.limits().period(), properties.command().queue());
        return new Ledger(
                databases.command(),
                databases.writer(),
                localView.getIfAvailable(() -> nobody),
                seals,
                settings,
                meters);
    }

    @Bean
    CommandSide commandSide(
            Ledger ledger,
            CartLimits cartLimits,
            PurchaseLimits purchaseLimits,
            CartProperties properties,
            MeterRegistry meters) {
        var settings = new CommandSide.Settings(
                new ShopRules(cartLimits, purchaseLimits),
                properties.command().deadline(),
                properties.command().cachedCarts());
        return new CommandSide(ledger, settings, meters);
    }

    @Bean(initMethod = "start")
    Upkeep upkeep(
            CommandDispatcher dispatcher,
            Ledger ledger,
            Databases databases,
            RefusalTable refusals,
            CartProperties properties,
            Clock clock,
            MeterRegistry meters) {
        var settings = new Upkeep.Settings(
                properties.upkeep().abandonAfter(),
                properties.refusals().keep(),
                properties.upkeep().interval());
        return new Upkeep(dispatcher, ledger, new IdleCarts(databases.command()), refusals, settings, clock, meters);
    }

    @Bean
    RefusalTable refusalTable(Databases databases, MasterKey masterKey) {
        return new RefusalTable(databases.command(), hash("address", databases, masterKey));
    }

    @Bean
    KeyedHash requestHash(Databases databases, MasterKey masterKey) {
        return hash("request", databases, masterKey);
    }

    /** The same on every node. */
    private static KeyedHash hash(String purpose, Databases databases, MasterKey masterKey) {
        var forEver = new Keyring.Purpose(purpose, FOR_EVER, FOR_EVER, Keyring::newSecret);
        return new KeyedHash(
                new Keyring(databases.vault(), masterKey, forEver).current().secret());
    }

    @Bean(initMethod = "start")
    RefusalRecorder refusalRecorder(RefusalTable table, CartProperties properties, MeterRegistry meters) {
        return new RefusalRecorder(table, properties.refusals().perSecond(), meters);
    }

    @Bean
    RepeatWindow repeatWindow(Ledger ledger, CartProperties properties) {
        return new RepeatWindow(ledger, properties.legacy().repeatWindow());
    }

    @Bean
    CommandDispatcher commandDispatcher(CommandSide commandSide) {
        return commandSide.dispatcher();
    }
}
