/** A customer's file as it is now: its tables in the read model, and the route that reads it. Writes {@code view_1.customer} and {@code view_1.allowance}. */
@NullMarked
package io.cartledger.query.customer;

import org.jspecify.annotations.NullMarked;
