/** What holds for every request: limits, problems, the OpenAPI document, and an end without loss. */
@NullMarked
package io.cartledger.server.http;

import org.jspecify.annotations.NullMarked;
