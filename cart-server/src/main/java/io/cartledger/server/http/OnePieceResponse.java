package io.cartledger.server.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/**
 * Sends what fits into the container's buffer once the request is done with, in one piece and with its length. Spring sends
 * each answer as soon as it is written, in pieces, because its length is not known by then: that takes two packets, and
 * what goes wrong afterwards can no longer be told. What does not fit is sent as it comes.
 */
final class OnePieceResponse extends HttpServletResponseWrapper {

    OnePieceResponse(HttpServletResponse response) {
        super(response);
    }

    @Override
    public void flushBuffer() {
        // When the request is done with.
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        return new Unflushed(super.getOutputStream());
    }

    private static final class Unflushed extends ServletOutputStream {

        private final ServletOutputStream buffer;

        Unflushed(ServletOutputStream buffer) {
            this.buffer = buffer;
        }

        @Override
        public void write(int octet) throws IOException {
            buffer.write(octet);
        }

        @Override
        public void write(byte[] octets, int start, int length) throws IOException {
            buffer.write(octets, start, length);
        }

        @Override
        public void flush() {
            // When the request is done with.
        }

        @Override
        public void close() throws IOException {
            buffer.close();
        }

        @Override
        public boolean isReady() {
            return buffer.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            buffer.setWriteListener(listener);
        }
    }
}
