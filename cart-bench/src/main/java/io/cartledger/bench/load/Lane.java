package io.cartledger.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is kept alive, and made again when the server ends it, as servers do after some requests; the time for
 * that counts for the request that is waiting for it. Confined to the event loop.
 */
@Sharable // one channel after the other
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a write or an end is seen in what the channel does next
final class Lane extends SimpleChannelInboundHandler<HttpObject> {

    private final Bootstrap bootstrap;
    private final Requests requests;
    private final BiConsumer<Lane, String> answered;
    private @Nullable Channel channel;
    private long intendedNanos;
    private boolean asking;
    private boolean ends;
    private String status = "";

    /** @param answered is told the status, or what went wrong */
    Lane(Bootstrap bootstrap, Requests requests, BiConsumer<Lane, String> answered) {
        this.bootstrap = bootstrap.clone().handler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel made) {
                made.pipeline().addLast(new HttpResponseDecoder(), Lane.this);
            }
        });
        this.requests = requests;
        this.answered = answered;
    }

    /** @param intendedNanos when it was to begin, by {@link System#nanoTime()} */
    void send(long intendedNanos) {
        this.intendedNanos = intendedNanos;
        asking = true;
        Channel open = channel;
        if (open != null && open.isActive()) {
            write(open);
        } else {
            bootstrap.connect().addListener((ChannelFuture connecting) -> {
                if (connecting.isSuccess()) {
                    channel = connecting.channel();
                    write(connecting.channel());
                } else {
                    done("no connection");
                }
            });
        }
    }

    private void write(Channel open) {
        open.writeAndFlush(requests.next(open.alloc()), open.voidPromise());
    }

    long intendedNanos() {
        return intendedNanos;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (part instanceof HttpResponse head) {
            status = head.status().codeAsText().toString();
            ends = head.headers().containsValue(HttpHeaderNames.CONNECTION, "close", true);
        }
        if (part instanceof LastHttpContent) {
            if (ends) {
                channel = null;
                context.close();
            }
            done(status);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (context.channel().equals(channel)) {
            channel = null;
            done("connection lost");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    private void done(String outcome) {
        if (asking) {
            asking = false;
            answered.accept(this, outcome);
        }
    }

    void close() {
        asking = false;
        Channel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}
