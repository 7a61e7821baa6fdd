/** Starts what is measured, and puts it under load. */
@NullMarked
package io.cartledger.bench.run;

import org.jspecify.annotations.NullMarked;
