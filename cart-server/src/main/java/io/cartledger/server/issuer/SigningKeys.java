package io.cartledger.server.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.cartledger.server.vault.Keyring;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The key pairs of the vault that tokens are signed with, as JSON Web Keys (RFC 7517). Any thread may use it. */
final class SigningKeys implements JWKSource<SecurityContext> {

    private static final int BITS = 2048;

    private record Parsed(List<Keyring.Key> from, JWKSet set) {}

    private final Keyring keyring;
    private volatile Parsed parsed = new Parsed(List.of(), new JWKSet());

    SigningKeys(Keyring keyring) {
        this.keyring = keyring;
    }

    /** A new key pair, as the vault keeps it. */
    static byte[] make() {
        try {
            return new RSAKeyGenerator(BITS).generate().toJSONString().getBytes(StandardCharsets.UTF_8);
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    /** The name of the key to sign with. */
    String current() {
        return keyring.current().id();
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
        List<JWK> found = selector.select(keys());
        var ids = selector.getMatcher().getKeyIDs();
        if (found.isEmpty()
                && ids != null
                && ids.stream().anyMatch(id -> keyring.find(id).isPresent())) {
            return selector.select(keys());
        }
        return found;
    }

    @SuppressWarnings("ReferenceEquality") // after each look at the vault there is a new list
    private JWKSet keys() {
        List<Keyring.Key> keys = keyring.all();
        Parsed known = parsed;
        if (known.from() != keys) {
            known = new Parsed(
                    keys, new JWKSet(keys.stream().map(SigningKeys::parse).toList()));
            parsed = known;
        }
        return known.set();
    }

    private static JWK parse(Keyring.Key key) {
        try {
            return new RSAKey.Builder(RSAKey.parse(new String(key.secret(), StandardCharsets.UTF_8)))
                    .keyID(key.id())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .build();
        } catch (ParseException e) {
            throw new IllegalStateException("signing key " + key.id() + " in the vault is none", e);
        }
    }
}
