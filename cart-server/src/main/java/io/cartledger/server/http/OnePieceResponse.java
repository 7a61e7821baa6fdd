package io.cartledger.server.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.springframework.http.MediaType;

/**
 * Sends what fits into the container's buffer once the request is done with, in one piece and with its length. Spring sends
 * each answer as soon as it is written, in pieces, because its length is not known by then: that takes two packets, and
 * what goes wrong afterwards can no longer be told. What does not fit is sent as it comes.
 *
 * <p>Lines of JSON are as many as there are, and are sent when whoever writes them says so. They may take long: a node that
 * stops breaks them off.
 */
final class OnePieceResponse extends HttpServletResponseWrapper {

    private static final int PART = 1 << 14; // bytes of lines between two looks

    private final BooleanSupplier stopping;

    /** @param stopping whether the node is */
    OnePieceResponse(HttpServletResponse response, BooleanSupplier stopping) {
        super(response);
        this.stopping = stopping;
    }

    private boolean isOfLines() {
        return MediaType.APPLICATION_NDJSON_VALUE.equals(getContentType());
    }

    @Override
    public void flushBuffer() throws IOException {
        if (isOfLines()) {
            super.flushBuffer();
        }
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        return new Unflushed(super.getOutputStream());
    }

    private final class Unflushed extends ServletOutputStream {

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
            if (!isOfLines()) {
                buffer.write(octets, start, length);
                return;
            }
            for (int from = start; from < start + length; from += PART) {
                breakOffIfStopping();
                buffer.write(octets, from, Math.min(PART, start + length - from));
            }
        }

        private void breakOffIfStopping() throws IOException {
            if (isCommitted() && stopping.getAsBoolean()) {
                throw new NodeStopsException();
            }
        }

        @Override
        public void flush() throws IOException {
            if (isOfLines()) {
                breakOffIfStopping();
                buffer.flush();
            }
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
