/** Searches over HTTP: what they answer, and how fast. */
@NullMarked
package io.cartledger.server.search;

import org.jspecify.annotations.NullMarked;
