package io.cartledger.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/**
 * The process that makes load. Reads a {@link LoadJob} from each line of its input and answers with a line of {@link
 * LoadResult}, until its input ends; it lives as long as the benchmark, so that its code is compiled when it counts.
 *
 * <p>One thread, Netty's transport and its decoder: it has to leave the machine to what it measures. The JDK's HTTP client
 * takes several times the CPU for a request, and so would Netty's own encoder.
 */
public final class LoadGenerator {

    private LoadGenerator() {}

    /** @param args none */
    public static void main(String[] args) throws IOException {
        var json = JsonMapper.shared();
        try (var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
                var jobs = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = jobs.readLine(); line != null; line = jobs.readLine()) {
                LoadJob job = json.readValue(line, LoadJob.class);
                var bootstrap = new Bootstrap()
                        .group(group)
                        .channel(NioSocketChannel.class)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .remoteAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), job.port()));
                LoadResult result =
                        new LoadRun(job, group.next()).start(bootstrap).join();
                System.out.println(json.writeValueAsString(result));
            }
        }
    }
}
