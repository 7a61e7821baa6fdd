/** The benchmark: what is measured, and in which order. */
@NullMarked
package io.cartledger.bench;

import org.jspecify.annotations.NullMarked;
