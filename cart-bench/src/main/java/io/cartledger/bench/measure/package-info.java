/** What is measured, one class a question; each puts its answer into the figures of the run. */
@NullMarked
package io.cartledger.bench.measure;

import org.jspecify.annotations.NullMarked;
