package io.cartledger.bench.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes what a run has measured to {@code docs/benchmarks.md} and the folder beside it. */
public final class Report {

    private static final String FIXED = "/io/cartledger/bench/report/";

    private Report() {}

    /** @param docs the project's folder of that name */
    public static void write(Figures figures, Path docs) throws IOException {
        Path folder = Files.createDirectories(docs.resolve("benchmarks"));
        var json =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.writeString(folder.resolve("latest.json"), json.writeValueAsString(figures) + "\n");
        List<String> plots = Plots.write(figures, folder);
        Files.writeString(docs.resolve("benchmarks.md"), page(figures, plots));
    }

    private static String page(Figures figures, List<String> plots) throws IOException {
        String conditions = figures.conditions.entrySet().stream()
                .map(one -> "| " + one.getKey() + " | " + one.getValue() + " |")
                .collect(Collectors.joining("\n"));
        String remarks = figures.remarks.isEmpty()
                ? "The machine was quiet.\n"
                : figures.remarks.stream().map(remark -> "- " + remark).collect(Collectors.joining("\n")) + "\n";
        String pictures = plots.stream()
                .map(name -> "![%s](benchmarks/%s.svg)".formatted(name, name))
                .collect(Collectors.joining("\n\n"));
        return text("head.md")
                + "\n| | |\n| --- | --- |\n" + conditions + "\n\n" + remarks
                + "\n" + Tables.of(figures)
                + "\n" + pictures + "\n\n"
                + text("foot.md");
    }

    private static String text(String name) throws IOException {
        try (var stream = Report.class.getResourceAsStream(FIXED + name)) {
            if (stream == null) {
                throw new IOException("missing in the jar: " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
