/**
 * What both sides answer with over HTTP: the cart as JSON, its entity tag, the consistency token, and the kinds of
 * problem. Plain values: no Spring in here.
 */
@NullMarked
package io.cartledger.http;

import org.jspecify.annotations.NullMarked;
