/**
 * The aggregates: thin Axon shells around pure decisions. A decision takes state and command and returns events or a
 * refusal; no clock, no randomness, no I/O, no SQL in here.
 */
@NullMarked
package io.cartledger.command;

import org.jspecify.annotations.NullMarked;
