/** Keys that change while everybody goes on. */
@NullMarked
package io.cartledger.server.rotation;

import org.jspecify.annotations.NullMarked;
