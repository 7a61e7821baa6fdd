package io.cartledger.bench.peer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What makes a request that is sent again the same request.
 *
 * @param principal who sent it
 * @param text as its sender chose it
 * @param fingerprint of the request, so that another one under the same key is seen
 */
record RequestKey(String principal, String text, String fingerprint) {

    static RequestKey of(String principal, String text, String cartId, AddItem body) {
        try {
            byte[] request = (cartId + '\n' + body.sku() + '\n' + body.units()).getBytes(StandardCharsets.UTF_8);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(request);
            return new RequestKey(principal, text, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
