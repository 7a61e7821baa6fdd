package io.cartledger.server.http;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The OpenAPI document: what the routes' own annotations do not say, said once. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    private static final String OPERATORS = "Operators";
    private static final String TOKEN = "token";
    private static final String GUEST = "guest";

    @Bean
    OpenAPI cartledgerApi() {
        return new OpenAPI()
                .components(new Components()
                        .addSecuritySchemes(
                                TOKEN,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .bearerFormat("JWT"))
                        .addSecuritySchemes(
                                GUEST,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.APIKEY)
                                        .in(SecurityScheme.In.COOKIE)
                                        .name("cart_guest")))
                .security(List.of(new SecurityRequirement().addList(TOKEN), new SecurityRequirement().addList(GUEST)))
                // The document is the same wherever it is served: without this, the address of whoever asks is put in.
                .servers(List.of(new Server().url("/")))
                .info(new Info()
                        .title("Cartledger")
                        .version("1")
                        .description("Shopping carts that never lose, double or forget a change.")
                        .license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0")));
    }

    @Bean
    OpenApiCustomizer completeDocument() {
        return api -> {
            OpenApiSchemas.complete(api.getComponents());
            api.getPaths()
                    .values()
                    .forEach(path -> path.readOperationsMap()
                            .forEach((method, operation) -> complete(operation, method == HttpMethod.GET)));
        };
    }

    /** What operators do is about no cart: there are no keys, versions or tokens. */
    private static void complete(Operation operation, boolean read) {
        if (operation.getTags().contains(OPERATORS)) {
            OpenApiRequests.completeParameters(operation);
            operation.setResponses(OpenApiAnswers.toOperators(operation.getOperationId()));
            return;
        }
        OpenApiRequests.complete(operation, read);
        operation.setResponses(OpenApiAnswers.of(operation.getOperationId(), read));
    }
}
