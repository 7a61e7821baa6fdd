/** What the machine and PostgreSQL can do at best, without the service. */
@NullMarked
package io.cartledger.bench.floor;

import org.jspecify.annotations.NullMarked;
