/** Shows that the documentation says what the service does. */
@NullMarked
package io.cartledger.server.docs;

import org.jspecify.annotations.NullMarked;
