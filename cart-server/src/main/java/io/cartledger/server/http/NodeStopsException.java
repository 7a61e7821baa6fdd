package io.cartledger.server.http;

import java.io.IOException;

/** An answer that takes long is not waited for: its reader goes on at another node. */
final class NodeStopsException extends IOException {

    private static final long serialVersionUID = 1L;

    NodeStopsException() {
        super("this node stops");
    }
}
