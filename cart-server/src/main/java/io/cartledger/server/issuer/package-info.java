/** Gives out tokens to clients that the configuration names: the part of an OAuth 2 authorization server that needs no pages. */
@NullMarked
package io.cartledger.server.issuer;

import org.jspecify.annotations.NullMarked;
