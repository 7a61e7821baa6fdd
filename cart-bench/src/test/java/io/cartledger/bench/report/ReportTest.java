package io.cartledger.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.bench.load.Workload;
import io.cartledger.bench.report.Figures.Closed;
import io.cartledger.bench.report.Figures.Growth;
import io.cartledger.bench.report.Figures.Lag;
import io.cartledger.bench.report.Figures.Open;
import io.cartledger.bench.run.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @TempDir
    Path docs;

    @Test
    void aRunBecomesAPageAFileOfFiguresAndPlots() throws IOException {
        Figures figures = someFigures();

        Report.write(figures, docs);

        String page = Files.readString(docs.resolve("benchmarks.md"));
        assertThat(page).contains("mvn -q -Pbench verify", "2.00", "benchmarks/throughput.svg");
        assertThat(docs.resolve("benchmarks/latest.json")).content().contains("\"commandsACommit\" : 12.0");
        for (String plot : List.of("throughput", "latency", "growth")) {
            assertThat(docs.resolve("benchmarks/" + plot + ".svg")).content().contains("<svg");
        }
    }

    @Test
    void aRatioNamesWhatItMeets() {
        var ratios = Ratios.of(someFigures());

        assertThat(ratios)
                .filteredOn(ratio -> ratio.name().equals("÷ upsert with key and security"))
                .singleElement()
                .satisfies(ratio -> assertThat(ratio.value()).isEqualTo(2.0))
                .satisfies(ratio -> assertThat(ratio.verdict()).isEqualTo("must"));
        assertThat(ratios)
                .filteredOn(ratio -> ratio.name().contains("hot upsert"))
                .singleElement()
                .satisfies(ratio -> assertThat(ratio.verdict()).isEqualTo("not measured"));
    }

    private static Figures someFigures() {
        var figures = new Figures();
        figures.conditions.put("cores", "2");
        figures.floor.put(Ratios.FLUSH, 0.5);
        figures.closed.add(closed(Target.CARTLEDGER, 2_000, 12.0));
        figures.closed.add(closed(Target.UPSERT, 1_000, null));
        for (int percent : List.of(25, 50)) {
            figures.open.add(new Open(Target.CARTLEDGER.label(), percent, 20.0 * percent, 1, 3, 5, 9, 0));
        }
        figures.lag.add(new Lag("one node", 50, 1_000, 2, 5, 9, 100));
        figures.growth.add(new Growth(10_000, 2_000, List.of(2_000.0), 9, 5));
        figures.growth.add(new Growth(10_000_000, 1_900, List.of(1_900.0), 9, 5_000));
        figures.ratios.addAll(Ratios.of(figures));
        return figures;
    }

    private static Closed closed(Target target, double perSecond, Double commandsACommit) {
        return new Closed(
                target.label(),
                Workload.WARM.name(),
                Ratios.CONNECTIONS,
                perSecond,
                List.of(perSecond),
                1,
                2,
                3,
                4,
                0,
                80,
                40,
                10,
                commandsACommit);
    }
}
