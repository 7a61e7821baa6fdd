/** A customer's file as it is now: its tables in the read model, and the route that reads it. Writes {@code view_n.customer}, {@code view_n.allowance} and {@code view_n.note}. */
@NullMarked
package io.cartledger.query.customer;

import org.jspecify.annotations.NullMarked;
