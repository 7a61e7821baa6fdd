package io.cartledger.server.issuer;

import io.cartledger.server.config.CartProperties;
import io.cartledger.server.config.ConditionalOnRole;
import io.cartledger.server.database.Databases;
import io.cartledger.server.issuer.IssuerProperties.Client;
import io.cartledger.server.vault.Keyring;
import io.cartledger.server.vault.MasterKey;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;

/** The issuer: Spring Authorization Server, but for the client-credentials grant (RFC 6749 section 4.4) alone. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(CartProperties.Role.ISSUER)
@EnableConfigurationProperties(IssuerProperties.class)
class IssuerConfiguration {

    private static final String SUBJECT = "subject";
    private static final String[] ENDPOINTS = {
        "/oauth2/token", "/oauth2/jwks", "/.well-known/oauth-authorization-server"
    };

    /** Also checks tokens on this node. */
    @Bean
    SigningKeys signingKeys(Databases databases, MasterKey masterKey, IssuerProperties properties) {
        var purpose = new Keyring.Purpose(
                "token", properties.keyPeriod(), properties.tokenLifetime().plusMinutes(1), SigningKeys::make);
        return new SigningKeys(new Keyring(databases.vault(), masterKey, purpose));
    }

    /** Anybody else's endpoints of the server never come into play. */
    @Bean
    @Order(0)
    SecurityFilterChain issuerSecurity(HttpSecurity http) throws Exception {
        var refusals = new ClientRefusals();
        return http.securityMatcher(ENDPOINTS)
                .oauth2AuthorizationServer(
                        server -> server.clientAuthentication(client -> client.errorResponseHandler(refusals)))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(refusals))
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated()) // as a client
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .build();
    }

    @Bean
    RegisteredClientRepository registeredClients(
            IssuerProperties properties, ServerProperties server, Environment environment, PasswordEncoder encoder) {
        boolean embedded = !environment.containsProperty("spring.datasource.url");
        Map<String, Client> clients =
                properties.clients().isEmpty() ? DemoClients.on(embedded, server.getAddress()) : properties.clients();
        List<RegisteredClient> registered = clients.entrySet().stream()
                .map(client -> register(client.getKey(), client.getValue(), properties, encoder))
                .toList();
        return new InMemoryRegisteredClientRepository(registered);
    }

    private static RegisteredClient register(
            String name, Client client, IssuerProperties properties, PasswordEncoder encoder) {
        TokenSettings tokens = TokenSettings.builder()
                .accessTokenTimeToLive(properties.tokenLifetime())
                .setting(SUBJECT, client.subject() == null ? name : client.subject())
                .build();
        return RegisteredClient.withId(name)
                .clientId(name)
                .clientSecret(Objects.requireNonNull(encoder.encode(client.secret())))
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scopes(scopes -> scopes.addAll(client.scopes()))
                .tokenSettings(tokens)
                .build();
    }

    @Bean
    PasswordEncoder clientSecrets() {
        return new HashedSecrets();
    }

    @Bean
    OAuth2AuthorizationService authorizations() {
        return new NoStore();
    }

    @Bean
    AuthorizationServerSettings authorizationServerSettings(Environment environment) {
        return AuthorizationServerSettings.builder()
                .issuer(environment.getRequiredProperty("cart.security.issuer"))
                .build();
    }

    /** RFC 9068 section 2.2, and the scopes that a client did not ask for: all that it may have. */
    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> tokenContent(SigningKeys keys, Environment environment) {
        String audience = environment.getRequiredProperty("cart.security.audience");
        return token -> {
            RegisteredClient client = token.getRegisteredClient();
            token.getJwsHeader().algorithm(SignatureAlgorithm.RS256).keyId(keys.current());
            token.getClaims()
                    .subject(Objects.requireNonNull(client.getTokenSettings().<String>getSetting(SUBJECT)))
                    .audience(List.of(audience))
                    .claim("client_id", client.getClientId());
            if (token.getAuthorizedScopes().isEmpty()) {
                token.getClaims().claim("scope", client.getScopes());
            }
        };
    }
}
