/**
 * Keys that all nodes share, in schema {@code vault}, wrapped by a master key that the database never sees: those that
 * sign and hash, and one for each person that something is sealed about. Writes {@code vault.key}, {@code
 * vault.subject_key}, {@code vault.subject_link}.
 */
@NullMarked
package io.cartledger.server.vault;

import org.jspecify.annotations.NullMarked;
