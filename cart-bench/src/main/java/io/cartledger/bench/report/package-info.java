/** From figures to ratios, tables, plots and pages. */
@NullMarked
package io.cartledger.bench.report;

import org.jspecify.annotations.NullMarked;
