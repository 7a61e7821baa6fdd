@NullMarked
package io.cartledger.server.limit;

import org.jspecify.annotations.NullMarked;
