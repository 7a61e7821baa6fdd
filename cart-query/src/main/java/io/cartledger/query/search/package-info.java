/**
 * Which carts and changes there are of which something holds: no table. Whatever is asked for, a page costs no more than
 * a bounded number of rows that are looked at.
 */
@NullMarked
package io.cartledger.query.search;

import org.jspecify.annotations.NullMarked;
