package io.cartledger.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.Parameters;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * A request whose body has been read. Where it is a form, its fields are parameters as ever: read by the container's own
 * parser, which refuses what is not UTF-8, from the bytes that the container no longer has.
 */
final class RequestWithBody extends HttpServletRequestWrapper {

    private static final int MOST_PARAMETERS = 1_000;

    private final byte[] body;
    private @Nullable Map<String, String[]> parameters;

    RequestWithBody(HttpServletRequest request, byte[] body) {
        super(request);
        this.body = body;
    }

    @Override
    public ServletInputStream getInputStream() {
        return new Bytes(new ByteArrayInputStream(body));
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(getInputStream(), UTF_8));
    }

    @Override
    public @Nullable String getParameter(String name) {
        String[] values = getParameterValues(name);
        return values == null ? null : values[0];
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return getParameterMap().get(name);
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(getParameterMap().keySet());
    }

    /** @throws org.apache.tomcat.util.http.InvalidParameterException if they cannot be read, or are too many */
    @Override
    public Map<String, String[]> getParameterMap() {
        if (parameters == null) {
            parameters = isForm() ? parsed() : super.getParameterMap();
        }
        return parameters;
    }

    private boolean isForm() {
        String type = getContentType();
        return getMethod().equals("POST")
                && type != null
                && type.toLowerCase(Locale.ROOT).startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE);
    }

    private Map<String, String[]> parsed() {
        var parser = new Parameters();
        parser.setLimit(MOST_PARAMETERS);
        parser.setCharset(UTF_8);
        parser.setQueryStringCharset(UTF_8);
        MessageBytes query = MessageBytes.newInstance();
        query.setString(getQueryString());
        parser.setQuery(query);
        parser.handleQueryParameters();
        parser.processParameters(body, 0, body.length);
        var all = new LinkedHashMap<String, String[]>();
        Collections.list(parser.getParameterNames()).forEach(name -> all.put(name, parser.getParameterValues(name)));
        return Collections.unmodifiableMap(all);
    }

    private static final class Bytes extends ServletInputStream {

        private final ByteArrayInputStream left;

        Bytes(ByteArrayInputStream left) {
            this.left = left;
        }

        @Override
        public int read() {
            return left.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            return left.read(bytes, offset, length);
        }

        @Override
        public boolean isFinished() {
            return left.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        /** There is nothing to wait for. */
        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("the body has been read");
        }
    }
}
