package io.cartledger.query.consistency;

import io.cartledger.query.generation.Generation;

/**
 * A generation of the read model as this node knows it.
 *
 * @param position how far it has got
 */
public record View(Generation generation, ViewPosition position) {}
