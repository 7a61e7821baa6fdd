package io.cartledger.server.http;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/**
 * Reads what comes in as strict UTF-8. Jackson's own reader guesses at UTF-16 and UTF-32, and takes overlong forms
 * ({@code C0 AF} for a slash, RFC 3629 section 10).
 */
final class Utf8JsonFactory extends JsonFactory {

    private static final long serialVersionUID = 1L;

    Utf8JsonFactory(JsonFactoryBuilder builder) {
        super(builder);
    }

    /** A new decoder reports what it cannot decode; the reader's own would replace it. */
    @Override
    protected JsonParser _createParser(ObjectReadContext context, IOContext io, InputStream body) {
        return _createParser(context, io, new InputStreamReader(body, StandardCharsets.UTF_8.newDecoder()));
    }
}
