package io.cartledger.bench.peer;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** A peer by itself: the HTTP stack of the service and nothing else, in particular no security. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    ErrorMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class
})
@Import(PeerConfiguration.class)
public class PeerApplication {

    /** @param args properties, as {@code --name=value} */
    public static void main(String[] args) {
        SpringApplication.run(PeerApplication.class, args);
    }

    /** As the service does: an answer goes out in one piece, with its length. */
    @Bean
    Filter onePiece() {
        return (request, response, chain) -> {
            var piece = new ContentCachingResponseWrapper((HttpServletResponse) response);
            chain.doFilter(request, piece);
            piece.copyBodyToResponse();
        };
    }
}
