/**
 * A cart's vocabulary: its commands, its events, its state and the fold that leads from one to the other. Pure values;
 * no clock, no randomness, no I/O, nothing of Spring, Axon or SQL may come in here.
 */
@NullMarked
package io.cartledger.cart;

import org.jspecify.annotations.NullMarked;
