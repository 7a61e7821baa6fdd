/**
 * Keys that all nodes share, in schema {@code vault}, wrapped by a master key that the database never sees. Writes {@code
 * vault.key}.
 */
@NullMarked
package io.cartledger.server.vault;

import org.jspecify.annotations.NullMarked;
