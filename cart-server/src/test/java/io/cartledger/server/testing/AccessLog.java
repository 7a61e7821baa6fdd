package io.cartledger.server.testing;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Listens to the access log of the server that runs in this JVM, until it is closed. */
public final class AccessLog implements AutoCloseable {

    private static final Logger ACCESS = (Logger) LoggerFactory.getLogger("access");

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    private AccessLog() {}

    /** From now on. */
    public static AccessLog listen() {
        var log = new AccessLog();
        ACCESS.setLevel(Level.INFO); // the tests of other things are quiet
        log.lines.start();
        ACCESS.addAppender(log.lines);
        return log;
    }

    /** The lines, once there are so many. */
    public List<ILoggingEvent> written(int count) {
        await().until(() -> lines.list.size() >= count);
        return new ArrayList<>(lines.list);
    }

    /** The fields of each line, once there are so many lines. */
    public List<Map<String, String>> fields(int count) {
        return written(count).stream()
                .map(line -> {
                    var fields = new HashMap<String, String>();
                    line.getKeyValuePairs().forEach(pair -> fields.put(pair.key, String.valueOf(pair.value)));
                    return Map.copyOf(fields);
                })
                .toList();
    }

    @Override
    public void close() {
        ACCESS.detachAppender(lines);
        ACCESS.setLevel(null);
    }
}
