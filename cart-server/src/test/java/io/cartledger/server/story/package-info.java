/** What the service was made for, from the first click to the last look back. */
@NullMarked
package io.cartledger.server.story;

import org.jspecify.annotations.NullMarked;
