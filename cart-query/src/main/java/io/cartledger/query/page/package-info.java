/**
 * Lists that are turned page by page, in both directions, by the key of the row at the edge of a page: no table; a page
 * costs the same wherever it is, and no row is shown twice or passed over because others come or go.
 */
@NullMarked
package io.cartledger.query.page;

import org.jspecify.annotations.NullMarked;
