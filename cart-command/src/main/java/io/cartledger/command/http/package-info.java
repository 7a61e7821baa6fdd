/** Commands over HTTP: from a request to a command, from its result to an answer. Decides nothing about carts. */
@NullMarked
package io.cartledger.command.http;

import org.jspecify.annotations.NullMarked;
