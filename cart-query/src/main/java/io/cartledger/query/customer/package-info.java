/** A customer's file as it is now: its tables in the read model, and the route that reads it. Writes {@code view_1.customer}, {@code view_1.allowance} and {@code view_1.note}. */
@NullMarked
package io.cartledger.query.customer;

import org.jspecify.annotations.NullMarked;
