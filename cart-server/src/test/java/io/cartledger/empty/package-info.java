/** What the service is measured against. Not below {@code io.cartledger.server}, which looks for its parts there. */
@NullMarked
package io.cartledger.empty;

import org.jspecify.annotations.NullMarked;
