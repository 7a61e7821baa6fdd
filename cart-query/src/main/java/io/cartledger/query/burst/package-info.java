/**
 * Bursts: two or more commands on the same cart and item, each within 50 ms of the one before by time received. Found as
 * they happen, over changes, refusals and replays, and kept as rows beside the generations. Writes {@code view.burst},
 * {@code view.burst_command}, {@code view.item_command}, {@code view.burst_progress} and {@code view.burst_gap}.
 */
@NullMarked
package io.cartledger.query.burst;

import org.jspecify.annotations.NullMarked;
