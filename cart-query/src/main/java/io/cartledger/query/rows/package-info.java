/** SQL in pieces with its values, and how a table takes any number of rows by one statement. Writes no table itself. */
@NullMarked
package io.cartledger.query.rows;

import org.jspecify.annotations.NullMarked;
