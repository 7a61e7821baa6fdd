/** What an operator can say to the service, and how the service tells an operator's mistake. No table. */
@NullMarked
package io.cartledger.server.config;

import org.jspecify.annotations.NullMarked;
