/**
 * What nodes do by themselves, now and then: abandon idle carts, forget old keys and refusals. Every node does it; none
 * has to.
 */
@NullMarked
package io.cartledger.command.upkeep;

import org.jspecify.annotations.NullMarked;
