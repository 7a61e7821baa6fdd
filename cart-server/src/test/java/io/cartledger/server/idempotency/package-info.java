/** Commands that are sent more than once: on purpose, or because nobody knows what became of them. */
@NullMarked
package io.cartledger.server.idempotency;

import org.jspecify.annotations.NullMarked;
