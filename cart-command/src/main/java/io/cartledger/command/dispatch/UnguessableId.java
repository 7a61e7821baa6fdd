package io.cartledger.command.dispatch;

import io.cartledger.cart.CartId;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Identifiers that give access to whoever knows them: 128 random bits. Any thread may use it. */
public final class UnguessableId {

    private static final int BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private UnguessableId() {}

    /** Of a cart. */
    public static CartId cart() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new CartId(HexFormat.of().formatHex(bytes));
    }
}
