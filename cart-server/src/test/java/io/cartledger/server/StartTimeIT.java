package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.empty.EmptyApplication;
import io.cartledger.server.embedded.EmbeddedPostgres;
import io.cartledger.server.testing.Alone;
import io.cartledger.server.testing.MeasuredStart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Starting costs little more than what every service of this kind pays.
 *
 * <p>What is compared: {@code java -jar cart-server.jar} on a folder that has its data already, and {@link
 * EmptyApplication} out of the same jar, so with the same libraries, the same {@code application.yaml}, read the same
 * way, and a DataSource whose PostgreSQL runs already. What PostgreSQL takes to start in that folder is measured by
 * itself. The three take turns, so that whatever else the machine does meets them alike; medians count.
 */
@Alone
class StartTimeIT {

    private static final int ROUNDS = 3;
    private static final int TIMES = 2;
    private static final String JAR = System.getProperty("cart.server.jar");

    @TempDir
    Path folder;

    @Test
    void theServiceIsReadyWithinTwiceTheTimeOfAnEmptyApplicationPlusPostgres() throws Exception {
        var service = new ArrayList<Duration>();
        var empty = new ArrayList<Duration>();
        var postgres = new ArrayList<Duration>();
        List<String> emptyApplication = emptyApplication(TestDatabase.durable());
        startPostgres(); // creates the data

        for (int round = 0; round < ROUNDS; round++) {
            empty.add(MeasuredStart.of(emptyApplication));
            service.add(MeasuredStart.of(List.of("-jar", JAR, "--cart.embedded.directory=" + folder)));
            postgres.add(startPostgres());
        }

        System.out.printf("service %s, empty application %s, PostgreSQL %s%n", service, empty, postgres);
        assertThat(median(service))
                .isLessThanOrEqualTo(median(empty).multipliedBy(TIMES).plus(median(postgres)));
    }

    private static List<String> emptyApplication(TestDatabase database) {
        String testClasses = EmptyApplication.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        return List.of(
                "-cp",
                JAR,
                "-Dloader.main=" + EmptyApplication.class.getName(),
                "-Dloader.path=" + testClasses,
                "org.springframework.boot.loader.launch.PropertiesLauncher",
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--spring.datasource.username=postgres");
    }

    private Duration startPostgres() {
        long startNanos = System.nanoTime();
        EmbeddedPostgres started = EmbeddedPostgres.start(folder, 0);
        Duration time = Duration.ofNanos(System.nanoTime() - startNanos);
        started.close();
        return time;
    }

    private static Duration median(List<Duration> durations) {
        return durations.stream().sorted().toList().get(durations.size() / 2);
    }
}
