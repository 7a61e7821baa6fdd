package io.cartledger.bench.report;

import io.cartledger.bench.load.Workload;
import io.cartledger.bench.report.Figures.Closed;
import io.cartledger.bench.report.Figures.Open;
import io.cartledger.bench.run.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The figures as pictures, in SVG. */
final class Plots {

    private final Figures figures;
    private final Path folder;
    private final List<String> names = new ArrayList<>();

    private Plots(Figures figures, Path folder) {
        this.figures = figures;
        this.folder = folder;
    }

    /** @return the names of the files that it has written to the folder */
    static List<String> write(Figures figures, Path folder) throws IOException {
        var plots = new Plots(figures, folder);
        plots.throughput();
        plots.latency();
        plots.growth();
        return plots.names;
    }

    private void throughput() throws IOException {
        List<Svg.Bar> bars = Stream.of(Target.values())
                .map(target -> figures.closed(target.label(), Workload.WARM.name(), Ratios.CONNECTIONS))
                .filter(Objects::nonNull)
                .map((Closed closed) -> new Svg.Bar(closed.target(), closed.perSecond()))
                .toList();
        if (!bars.isEmpty()) {
            save(
                    "throughput",
                    Svg.bars("Adds to warm carts in a second, %d connections".formatted(Ratios.CONNECTIONS), bars));
        }
    }

    private void latency() throws IOException {
        List<Open> service = figures.open.stream()
                .filter(loop -> loop.target().equals(Target.CARTLEDGER.label()))
                .toList();
        if (!service.isEmpty()) {
            List<Svg.Line> lines = List.of(
                    line("p50", service, Open::p50),
                    line("p99", service, Open::p99),
                    line("p99.9", service, Open::p999));
            save(
                    "latency",
                    Svg.lines(
                            "Latency by rate, open loop",
                            "commands in a second",
                            "ms",
                            DoubleUnaryOperator.identity(),
                            lines));
        }
    }

    private static Svg.Line line(String name, List<Open> loops, ToDoubleFunction<Open> latency) {
        return new Svg.Line(
                name,
                loops.stream()
                        .map(loop -> new Svg.Point(loop.perSecond(), latency.applyAsDouble(loop)))
                        .toList());
    }

    private void growth() throws IOException {
        List<Svg.Point> peaks = figures.growth.stream()
                .map(growth -> new Svg.Point(growth.events(), growth.perSecond()))
                .toList();
        if (!peaks.isEmpty()) {
            save(
                    "growth",
                    Svg.lines(
                            "Peak by events that are there already",
                            "events",
                            "commands in a second",
                            Math::log10,
                            List.of(new Svg.Line("peak", peaks))));
        }
    }

    private void save(String name, String picture) throws IOException {
        Files.writeString(folder.resolve(name + ".svg"), picture);
        names.add(name);
    }
}
