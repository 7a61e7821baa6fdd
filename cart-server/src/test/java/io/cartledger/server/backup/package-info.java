/** Backups that are taken while commands run, and what a restored one has. */
@NullMarked
package io.cartledger.server.backup;

import org.jspecify.annotations.NullMarked;
