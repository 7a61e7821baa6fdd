package io.cartledger.query.verify;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lays a row out as {@link BinaryRows} would give it, so that the two have one hash. It tells rows apart that differ by
 * mistake or by hand; it is no proof against whoever looks for two that have the same. Confined to one thread.
 */
final class RowHash {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** Another one in each JVM: what has one hash cannot be prepared. */
    private static final long SEED = new SecureRandom().nextLong();

    private byte[] bytes = new byte[512];
    private int length;

    /** Begins a row. */
    RowHash begin() {
        length = 0;
        return this;
    }

    RowHash int8(long value) {
        makeRoomFor(Long.BYTES);
        writeInt(Long.BYTES);
        LONG.set(bytes, length, value);
        length += Long.BYTES;
        return this;
    }

    RowHash int4(int value) {
        makeRoomFor(Integer.BYTES);
        writeInt(Integer.BYTES);
        writeInt(value);
        return this;
    }

    RowHash text(@Nullable String text) {
        if (text == null) {
            makeRoomFor(0);
            writeInt(-1);
            return this;
        }
        byte[] value = text.getBytes(StandardCharsets.UTF_8);
        makeRoomFor(value.length);
        writeInt(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    RowHash int8OrNull(@Nullable Long value) {
        return value == null ? text(null) : int8(value);
    }

    RowHash uuid(@Nullable UUID uuid) {
        if (uuid == null) {
            return text(null);
        }
        makeRoomFor(2 * Long.BYTES);
        writeInt(2 * Long.BYTES);
        LONG.set(bytes, length, uuid.getMostSignificantBits());
        LONG.set(bytes, length + Long.BYTES, uuid.getLeastSignificantBits());
        length += 2 * Long.BYTES;
        return this;
    }

    private void makeRoomFor(int more) {
        if (bytes.length - length < more + Integer.BYTES) {
            bytes = Arrays.copyOf(bytes, 2 * (bytes.length + more));
        }
    }

    private void writeInt(int value) {
        INT.set(bytes, length, value);
        length += Integer.BYTES;
    }

    long hash() {
        return of(bytes, 0, length);
    }

    /** Of these bytes, eight at a time; the last steps are those of MurmurHash3. */
    static long of(byte[] bytes, int from, int to) {
        long hash = SEED ^ (to - from);
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            hash = mixed(hash ^ (long) LONG.get(bytes, at));
        }
        for (; at < to; at++) {
            hash = mixed(hash ^ bytes[at]);
        }
        return hash;
    }

    private static long mixed(long hash) {
        long h = hash * 0xff51afd7ed558ccdL;
        h ^= h >>> 33;
        h *= 0xc4ceb9fe1a85ec53L;
        return h ^ h >>> 29;
    }
}
