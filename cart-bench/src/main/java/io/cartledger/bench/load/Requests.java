package io.cartledger.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.DiscreteSampler;
import org.apache.commons.rng.sampling.distribution.RejectionInversionZipfSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Writes requests as bytes, from parts that are made once: an encoder's maps of headers would cost more CPU than all the
 * rest of the generator, and it shares the machine with what it measures. Confined to the event loop.
 */
final class Requests {

    private static final int SKUS = 5; // so that a cart, and with it the service's answer, stays of a size
    private static final double EXPONENT = 0.99;
    private static final long SEED = 20_260_101L;

    private final LoadJob job;
    private final List<byte[]> senders;
    private final List<byte[]> bodies;
    private final UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(SEED);
    private final DiscreteSampler popular;
    private final byte[] name;
    private long count;

    Requests(LoadJob job) {
        this.job = job;
        this.senders = job.tokens().isEmpty()
                ? List.of(new byte[0])
                : job.tokens().stream()
                        .map(token -> ascii("Authorization: Bearer " + token + "\r\n"))
                        .toList();
        this.bodies = IntStream.range(0, SKUS)
                .mapToObj(sku -> "{\"sku\":\"SKU-" + sku + "\",\"quantity\":1}")
                .map(body ->
                        ascii("Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body))
                .toList();
        this.popular = RejectionInversionZipfSampler.of(random, Math.max(1, job.carts()), EXPONENT);
        this.name = ascii(job.name());
    }

    private static final byte[] ADD = ascii("POST /carts/");
    private static final byte[] ADD_TO_MINE = ascii("POST /me/cart");
    private static final byte[] ITEMS = ascii("/items HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    private static final byte[] READ_MINE = ascii("GET /me/cart HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    private static final byte[] KEY = ascii("Idempotency-Key: \"");
    private static final byte[] END_OF_KEY = ascii("\"\r\n");
    private static final byte[] END = ascii("\r\n");

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The next one. Also of those who are never answered, each is another. */
    ByteBuf next(ByteBufAllocator allocator) {
        long number = count++;
        ByteBuf request = allocator.directBuffer(2048);
        byte[] sender = senders.get((int) (number % senders.size()));
        if (job.workload() == Workload.MY_CART) {
            return request.writeBytes(READ_MINE).writeBytes(sender).writeBytes(END);
        }
        if (job.workload() == Workload.MY_CART_ADD) {
            request.writeBytes(ADD_TO_MINE);
        } else {
            request.writeBytes(ADD).writeBytes(name);
            ByteBufUtil.writeAscii(request, cart(number));
        }
        request.writeBytes(ITEMS).writeBytes(sender);
        if (job.keyed()) {
            request.writeBytes(KEY);
            ByteBufUtil.writeAscii(request, job.run() + "-" + number);
            request.writeBytes(END_OF_KEY);
        }
        return request.writeBytes(bodies.get(random.nextInt(SKUS)));
    }

    private String cart(long number) {
        return switch (job.workload()) {
            case NEW -> "-" + job.run() + "-" + number;
            case WARM -> "-" + popular.sample();
            case EACH -> "-" + (1 + number % job.carts());
            case HOT -> "-hot";
            case MY_CART_ADD, MY_CART -> "";
        };
    }
}
