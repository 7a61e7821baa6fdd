/** What becomes of commands when there is no room for them. */
@NullMarked
package io.cartledger.server.disk;

import org.jspecify.annotations.NullMarked;
