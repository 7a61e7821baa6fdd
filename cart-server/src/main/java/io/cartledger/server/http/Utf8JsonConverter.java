package io.cartledger.server.http;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.MediaType;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import tools.jackson.databind.json.JsonMapper;

/** Takes JSON in UTF-8 alone, as RFC 8259 section 8.1 has it, and no body that claims to be anything else. */
final class Utf8JsonConverter extends JacksonJsonHttpMessageConverter {

    Utf8JsonConverter(JsonMapper mapper) {
        super(mapper);
    }

    @Override
    public boolean canRead(ResolvableType type, @Nullable MediaType mediaType) {
        Charset charset = mediaType == null ? null : mediaType.getCharset();
        return (charset == null || charset.equals(StandardCharsets.UTF_8)) && super.canRead(type, mediaType);
    }
}
