package io.cartledger.server.kill;

import io.cartledger.server.kill.TwoCarts.Act;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.ServerProcess;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * Shoppers at once who merge, claim and check out, each with carts of their own, until the server is killed in the middle
 * of it.
 *
 * <p>Shared by the shoppers' threads; guarded by its monitor.
 */
final class TwoCartBurst {

    private static final int SHOPPERS = 12;

    private final String name;
    private int answersLeft;
    private final List<TwoCarts> sent = new ArrayList<>();
    private final List<TwoCarts> answered = new ArrayList<>();
    private final List<Answer> refused = new ArrayList<>();

    /** @param answers after so many the server is killed */
    TwoCartBurst(String name, int answers) {
        this.name = name;
        this.answersLeft = answers;
    }

    /** Returns once the server is gone and every shopper has noticed. */
    void untilKilled(ServerProcess server) {
        try (var shoppers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SHOPPERS; i++) {
                String shopper = name + "-" + i;
                Act act = Act.values()[i % Act.values().length];
                shoppers.execute(() -> shop(act, shopper, server));
            }
        }
    }

    private void shop(Act act, String shopper, ServerProcess server) {
        try {
            for (int i = 0; ; i++) {
                TwoCarts carts = TwoCarts.prepare(act, shopper + "-" + i, server);
                send(carts);
                if (isLast(carts, carts.command().sendTo(server))) {
                    server.kill();
                }
            }
        } catch (UncheckedIOException e) {
            // The server is gone, which is what everybody has been waiting for.
        }
    }

    private synchronized void send(TwoCarts carts) {
        sent.add(carts);
    }

    private synchronized boolean isLast(TwoCarts carts, Answer answer) {
        if (answer.isSuccess()) {
            answered.add(carts);
        } else {
            refused.add(answer);
        }
        return --answersLeft == 0;
    }

    /** All whose command was sent, answered or not. */
    synchronized List<TwoCarts> sent() {
        return sent;
    }

    /** Those whose command was answered with success. */
    synchronized List<TwoCarts> answered() {
        return answered;
    }

    synchronized List<Answer> refused() {
        return refused;
    }
}
