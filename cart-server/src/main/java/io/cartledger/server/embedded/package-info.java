/**
 * The PostgreSQL that the service brings along and starts where no other is configured: a real one, durable, its data
 * kept in a folder between runs.
 *
 * <p>The way of a start: {@link io.cartledger.server.embedded.DataFolder} is locked, {@link
 * io.cartledger.server.embedded.PostgresBinaries} are unpacked, {@link io.cartledger.server.embedded.Credentials} are
 * read or made, {@link io.cartledger.server.embedded.ClusterCreation} runs {@code initdb}, {@link
 * io.cartledger.server.embedded.PostgresServer} starts the server, {@link io.cartledger.server.embedded.Recovery} waits
 * where that is on a restored backup, {@link io.cartledger.server.embedded.Accounts} sees to logins and database. Each step may be cut off by {@code kill -9}: the next start completes it.
 *
 * <p>Writes no table: roles, passwords and the empty database only. Knows nothing of Spring, carts or the ledger.
 */
@NullMarked
package io.cartledger.server.embedded;

import org.jspecify.annotations.NullMarked;
