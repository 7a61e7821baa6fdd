package io.cartledger.server.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One connection, and HTTP/1.1 on it by hand: nothing on the way puts right what is wrong on purpose, or tries again
 * what has failed. One thread at a time, or one that sends and one that reads.
 */
public final class RawHttp implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Socket socket;
    private final InputStream in;
    private volatile boolean bodies = true;

    private RawHttp(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * A whole answer.
     *
     * @param headers by name, in any case
     */
    public record Answer(int status, Map<String, String> headers, String body) {

        public boolean isSuccess() {
            return status / 100 == 2;
        }

        public @Nullable String header(String name) {
            return headers.get(name);
        }

        public JsonNode json() {
            return JSON.readTree(body);
        }
    }

    /** @throws java.net.ConnectException if nobody listens */
    public static RawHttp connect(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
        return new RawHttp(socket);
    }

    /** One request on a connection of its own. */
    public static Answer exchange(int port, byte[] request) {
        try (var connection = connect(port)) {
            return connection.exchange(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends these bytes as they are and reads what comes back.
     *
     * @throws IOException if the connection ends before a whole answer has come
     */
    public Answer exchange(byte[] request) throws IOException {
        send(request);
        return answer();
    }

    /** Sends these bytes as they are. The answer to HEAD has no body, whatever length it tells (RFC 9110 section 9.3.2). */
    public void send(byte[] bytes) throws IOException {
        bodies = !new String(bytes, StandardCharsets.ISO_8859_1).startsWith("HEAD ");
        socket.getOutputStream().write(bytes);
    }

    /**
     * Reads the next answer.
     *
     * @throws IOException if the connection ends before a whole one has come
     */
    public Answer answer() throws IOException {
        return read(in, bodies);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static Answer read(InputStream in, boolean hasBody) throws IOException {
        String statusLine = line(in);
        if (!statusLine.matches("HTTP/1\\.1 [0-9]{3}.*")) {
            throw new IOException("no status line: \"" + statusLine + "\"");
        }
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        String body = hasBody ? new String(body(in, headers), StandardCharsets.UTF_8) : "";
        return new Answer(Integer.parseInt(statusLine.substring(9, 12)), headers, body);
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        if ("chunked".equals(headers.get("Transfer-Encoding"))) {
            return chunks(in);
        }
        String length = headers.get("Content-Length");
        return length == null ? in.readAllBytes() : exactly(Integer.parseInt(length), in);
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            body.writeBytes(exactly(size, in));
            line(in);
        }
        line(in);
        return body.toByteArray();
    }

    private static byte[] exactly(int length, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private static int chunkSize(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended after \"" + line + "\"");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
