/**
 * The generations of the read model: which there are, and how a statement reaches the tables of one. A generation is a
 * schema, {@code view_1}, {@code view_2}, …, with the same tables. Writes {@code view.generation}.
 */
@NullMarked
package io.cartledger.query.generation;

import org.jspecify.annotations.NullMarked;
