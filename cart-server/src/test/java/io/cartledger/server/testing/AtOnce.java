package io.cartledger.server.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does many things at one instant: all wait for the last before the first begins. */
public final class AtOnce {

    private AtOnce() {}

    /** @return what each came to, in their order */
    public static <T> List<T> run(List<Callable<T>> requests) {
        var ready = new CountDownLatch(requests.size());
        var start = new CountDownLatch(1);
        try (var shoppers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> pending = requests.stream()
                    .map(request -> shoppers.submit(() -> {
                        ready.countDown();
                        start.await();
                        return request.call();
                    }))
                    .toList();
            ready.await();
            start.countDown();
            var all = new ArrayList<T>();
            for (Future<T> one : pending) {
                all.add(one.get());
            }
            return all;
        } catch (Exception e) {
            throw new IllegalStateException("a request was not answered", e);
        }
    }
}
