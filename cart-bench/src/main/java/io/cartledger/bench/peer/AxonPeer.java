package io.cartledger.bench.peer;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.jdbc.PersistenceExceptionResolver;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.jpa.SimpleEntityManagerProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcSQLErrorCodesResolver;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.eventsourcing.eventstore.jpa.SQLErrorCodesResolver;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.PlatformTransactionManager;

/** Axon Framework as it is configured without further thought: its own engines, locks and repository, no snapshots. */
final class AxonPeer implements Peer {

    private static final String[] ENTITIES = {
        "org.axonframework.eventsourcing.eventstore.jpa.DomainEventEntry",
        "org.axonframework.eventsourcing.eventstore.jpa.SnapshotEventEntry",
        "org.axonframework.eventsourcing.eventstore.AbstractSnapshotEventEntry",
        "org.axonframework.eventhandling.AbstractEventEntry",
        "org.axonframework.eventhandling.AbstractDomainEventEntry",
        "org.axonframework.eventhandling.AbstractSequencedDomainEventEntry"
    };

    private final HikariDataSource database;
    private final Configuration axon;
    private final CommandGateway commands;

    private AxonPeer(HikariDataSource database, Configurer configurer) {
        this.database = database;
        this.axon = configurer
                .configureSerializer(configuration -> serializer())
                .configureAggregate(AxonCart.class)
                .start();
        axon.commandBus().registerHandlerInterceptor(this::withKey);
        this.commands =
                DefaultCommandGateway.builder().commandBus(axon.commandBus()).build();
    }

    static AxonPeer jpa(HikariDataSource database) {
        EntityManagerFactory entities = entities(database);
        var transactions = new JpaTransactionManager(entities);
        transactions.setDataSource(database);
        transactions.afterPropertiesSet();
        var manager = new SimpleEntityManagerProvider(SharedEntityManagerCreator.createSharedEntityManager(entities));
        PersistenceExceptionResolver duplicates = duplicates(database);
        return new AxonPeer(
                database,
                DefaultConfigurer.jpaConfiguration(manager, new SpringTransactionManager(transactions))
                        .registerComponent(PersistenceExceptionResolver.class, configuration -> duplicates));
    }

    static AxonPeer jdbc(HikariDataSource database) {
        PlatformTransactionManager spring = new DataSourceTransactionManager(database);
        TransactionManager transactions = new SpringTransactionManager(spring);
        var connections =
                new UnitOfWorkAwareConnectionProviderWrapper(new SpringDataSourceConnectionProvider(database));
        JdbcEventStorageEngine engine = JdbcEventStorageEngine.builder()
                .eventSerializer(serializer())
                .snapshotSerializer(serializer())
                .persistenceExceptionResolver(new JdbcSQLErrorCodesResolver())
                .connectionProvider(connections)
                .transactionManager(transactions)
                .build();
        transactions.executeInTransaction(() -> engine.createSchema(PostgresEventTableFactory.INSTANCE));
        return new AxonPeer(
                database,
                DefaultConfigurer.defaultConfiguration()
                        .configureTransactionManager(configuration -> transactions)
                        .configureEmbeddedEventStore(configuration -> engine));
    }

    private static Serializer serializer() {
        return Jackson3Serializer.builder().build(); // the default one, XStream, is slower
    }

    private static PersistenceExceptionResolver duplicates(HikariDataSource database) {
        try {
            return new SQLErrorCodesResolver(database);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EntityManagerFactory entities(HikariDataSource database) {
        var factory = new LocalContainerEntityManagerFactoryBean();
        factory.setPersistenceUnitName("axon");
        factory.setDataSource(database);
        factory.setManagedTypes(PersistenceManagedTypes.of(ENTITIES));
        factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
        factory.setJpaPropertyMap(
                Map.of("hibernate.hbm2ddl.auto", "update", "hibernate.dialect", ByteaDialect.class.getName()));
        factory.afterPropertiesSet();
        EntityManagerFactory entities = factory.getObject();
        if (entities == null) {
            throw new IllegalStateException("no entity manager");
        }
        return entities;
    }

    @Override
    public Added add(String cartId, AddItem body, @Nullable RequestKey key) throws SQLException {
        try {
            return commands.sendAndWait(new AxonCart.AddToCart(cartId, body, key));
        } catch (KeyReusedException e) {
            if (key == null) {
                throw e;
            }
            try (Connection connection = database.getConnection()) {
                return PeerKeys.recall(connection, key).orElseThrow(KeyReusedException::new);
            }
        }
    }

    /** In the transaction of the command, behind its handler. */
    private @Nullable Object withKey(UnitOfWork<? extends CommandMessage<?>> unitOfWork, InterceptorChain chain)
            throws Exception {
        Object answer = chain.proceed();
        if (unitOfWork.getMessage().getPayload() instanceof AxonCart.AddToCart command
                && command.key() != null
                && answer instanceof Added added) {
            Connection connection = DataSourceUtils.getConnection(database);
            try {
                if (!PeerKeys.remember(connection, command.key(), added)) {
                    throw new KeyReusedException();
                }
            } finally {
                DataSourceUtils.releaseConnection(connection, database);
            }
        }
        return answer;
    }

    @Override
    public void close() {
        axon.shutdown();
        database.close();
    }
}
