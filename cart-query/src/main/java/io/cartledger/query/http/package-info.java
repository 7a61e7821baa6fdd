/** What the routes that read have in common: parameters, preconditions, entity tags and problems. */
@NullMarked
package io.cartledger.query.http;

import org.jspecify.annotations.NullMarked;
