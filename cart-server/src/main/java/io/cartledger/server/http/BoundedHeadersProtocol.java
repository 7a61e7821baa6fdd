package io.cartledger.server.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Tomcat's HTTP/1.1 with an end to the patience for a request's line and headers. Tomcat itself bounds only the time from
 * one byte to the next, so that a byte every few seconds would hold a connection for a day.
 */
public final class BoundedHeadersProtocol extends Http11NioProtocol {

    private volatile long patienceNanos = Long.MAX_VALUE;

    /** Without an end, until it is told one. */
    public BoundedHeadersProtocol() {
        getEndpoint().setHandler(new Watch(getHandler()));
    }

    /** @param patience longest time from the first byte of a request to the end of its headers */
    void setPatience(Duration patience) {
        patienceNanos = patience.toNanos();
    }

    /**
     * Called whenever something has come in on a connection, by one thread for each at a time. So a connection is closed
     * by the first byte that comes too late; where none comes, Tomcat's own limit closes it.
     */
    private final class Watch implements Handler<NioChannel> {

        private final Handler<NioChannel> tomcat;
        /** When the first byte came, of the connections whose headers are not complete. */
        private final Map<SocketWrapperBase<NioChannel>, Long> startNanos = new ConcurrentHashMap<>();

        Watch(Handler<NioChannel> tomcat) {
            this.tomcat = tomcat;
        }

        @Override
        public SocketState process(SocketWrapperBase<NioChannel> connection, SocketEvent event) {
            long start = startNanos.computeIfAbsent(connection, first -> System.nanoTime());
            SocketState state = tomcat.process(connection, event);
            boolean incomplete = state == SocketState.LONG && !isAsync(connection);
            if (incomplete && System.nanoTime() - start <= patienceNanos) {
                return state;
            }
            startNanos.remove(connection);
            return incomplete ? SocketState.CLOSED : state;
        }

        private static boolean isAsync(SocketWrapperBase<NioChannel> connection) {
            return connection.getCurrentProcessor() instanceof Processor processor && processor.isAsync();
        }

        @Override
        public void release(SocketWrapperBase<NioChannel> connection) {
            startNanos.remove(connection);
            tomcat.release(connection);
        }

        @Override
        public Object getGlobal() {
            return tomcat.getGlobal();
        }

        @Override
        public void pause() {
            tomcat.pause();
        }

        @Override
        public void recycle() {
            tomcat.recycle();
        }
    }
}
