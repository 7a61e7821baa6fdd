package io.cartledger.server.http;

import io.cartledger.http.CartJson;
import io.cartledger.http.CartJson.LineJson;
import io.cartledger.http.Problem;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.method.HandlerMethod;

/** The OpenAPI document: what every operation answers with, said once. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    @Bean
    OpenAPI cartledgerApi() {
        return new OpenAPI()
                .components(new Components())
                .info(new Info()
                        .title("Cartledger")
                        .version("1")
                        .description("Shopping carts that never lose, double or forget a change.")
                        .license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0")));
    }

    @Bean
    OpenApiCustomizer sharedSchemas() {
        return api -> {
            var schemas = ModelConverters.getInstance(true);
            schemas.readAll(CartJson.class).forEach(api.getComponents()::addSchemas);
            schemas.readAll(Problem.class).forEach(api.getComponents()::addSchemas);
        };
    }

    @Bean
    OperationCustomizer answers() {
        return OpenApiConfiguration::withAnswers;
    }

    private static Operation withAnswers(Operation operation, HandlerMethod method) {
        String schema = method.getMethod().getName().equals("line")
                ? LineJson.class.getSimpleName()
                : CartJson.class.getSimpleName();
        var responses = new ApiResponses();
        responses.addApiResponse("200", success("The cart after", schema));
        if (method.hasMethodAnnotation(PostMapping.class)) {
            responses.addApiResponse(
                    "201",
                    success("Created; the cart after", schema)
                            .addHeaderObject("Location", header("Where to find what was created")));
        }
        responses.addApiResponse("4XX", problem("Refused; nothing has changed"));
        responses.addApiResponse("503", problem("Not now; see Retry-After"));
        return operation.responses(responses);
    }

    private static ApiResponse success(String description, String schema) {
        return new ApiResponse()
                .description(description)
                .content(new Content().addMediaType("application/json", new MediaType().schema(ref(schema))))
                .addHeaderObject("ETag", header("The cart's version, in quotes"))
                .addHeaderObject("Consistency-Token", header("Send it with a query to see at least this"));
    }

    private static ApiResponse problem(String description) {
        return new ApiResponse()
                .description(description)
                .content(new Content()
                        .addMediaType(Problem.MEDIA_TYPE, new MediaType().schema(ref(Problem.class.getSimpleName()))));
    }

    private static Header header(String description) {
        return new Header().description(description).schema(new StringSchema());
    }

    private static Schema<?> ref(String name) {
        return new Schema<>().$ref("#/components/schemas/" + name);
    }
}
