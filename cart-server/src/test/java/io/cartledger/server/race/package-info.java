/** Races that shops have lost in public, run against the service: many requests at one instant, and what must hold after. */
@NullMarked
package io.cartledger.server.race;

import org.jspecify.annotations.NullMarked;
