package io.cartledger.server;

import io.cartledger.cart.CartLimits;
import io.cartledger.cart.PurchaseLimits;
import io.cartledger.command.ShopRules;
import io.cartledger.command.dispatch.CommandDispatcher;
import io.cartledger.command.dispatch.CommandSide;
import io.cartledger.command.ledger.IdleCarts;
import io.cartledger.command.ledger.Ledger;
import io.cartledger.command.upkeep.Upkeep;
import io.cartledger.ledger.CommitListener;
import io.cartledger.ledger.Seals;
import io.cartledger.server.config.CartProperties;
import io.cartledger.server.config.ConditionalOnRole;
import io.cartledger.server.database.Databases;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Takes commands: the ledger, the aggregates, and their routes. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(CartProperties.Role.COMMAND)
@ComponentScan("io.cartledger.command.http")
class CommandRole {

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
    Ledger ledger(Databases databases, ObjectProvider<CommitListener> localView, PurchaseLimits limits, Seals seals) {
        CommitListener nobody = position -> {};
        return new Ledger(databases.command(), localView.getIfAvailable(() -> nobody), limits.period(), seals);
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
            CartProperties properties,
            Clock clock,
            MeterRegistry meters) {
        var settings = new Upkeep.Settings(
                properties.upkeep().abandonAfter(), properties.upkeep().interval());
        return new Upkeep(dispatcher, ledger, new IdleCarts(databases.command()), settings, clock, meters);
    }

    @Bean
    CommandDispatcher commandDispatcher(CommandSide commandSide) {
        return commandSide.dispatcher();
    }
}
