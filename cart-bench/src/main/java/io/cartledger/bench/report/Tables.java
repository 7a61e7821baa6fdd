package io.cartledger.bench.report;

import io.cartledger.bench.report.Figures.Closed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The figures as tables, for the terminal and for the page. */
public final class Tables {

    private Tables() {}

    /** All that there is, each with a heading. */
    public static String of(Figures figures) {
        List<String> parts = new ArrayList<>();
        add(parts, "What it must show", ratios(figures));
        add(parts, "The floor", map(figures.floor));
        add(parts, "Closed loop", closed(figures));
        add(parts, "CPU, in ms for 1,000 requests", cpu(figures));
        add(
                parts,
                "Whose the CPU is, in ms for 1,000 requests (Cartledger, WARM, 64 connections)",
                map(figures.shares));
        add(parts, "Open loop", open(figures));
        add(parts, "Projection lag", lag(figures));
        add(parts, "Cold carts", cold(figures));
        add(parts, "Start and memory", map(figures.node));
        add(parts, "Collectors and heaps", heaps(figures));
        add(parts, "Killed under load", kills(figures));
        add(parts, "Growth", growth(figures));
        return String.join("\n", parts);
    }

    private static void add(List<String> parts, String heading, Table table) {
        if (!table.isEmpty()) {
            parts.add("## " + heading + "\n\n" + table);
        }
    }

    private static Table ratios(Figures figures) {
        var table = new Table("ratio", "measured", "must", "aim", "meets");
        figures.ratios.forEach(ratio -> table.row(
                ratio.name(),
                ratio.value() == null ? "–" : ratio.value(),
                (ratio.atMost() ? "≤ " : "≥ ") + Table.text(ratio.must()),
                (ratio.atMost() ? "≤ " : "≥ ") + Table.text(ratio.aim()),
                ratio.verdict()));
        return table;
    }

    private static Table map(Map<String, Double> values) {
        var table = new Table("what", "measured");
        values.forEach(table::row);
        return table;
    }

    private static Table closed(Figures figures) {
        var table = new Table(
                "what",
                "carts",
                "connections",
                "per second",
                "p50 ms",
                "p99",
                "p99.9",
                "max",
                "failed",
                "commands a commit");
        for (Closed loop : figures.closed) {
            table.row(
                    loop.target(),
                    loop.workload(),
                    loop.connections(),
                    loop.perSecond(),
                    loop.p50(),
                    loop.p99(),
                    loop.p999(),
                    loop.max(),
                    loop.failed(),
                    loop.commandsACommit() == null ? "" : loop.commandsACommit());
        }
        return table;
    }

    private static Table cpu(Figures figures) {
        var table = new Table("what", "carts", "connections", "server", "PostgreSQL", "load generator");
        figures.closed.forEach(loop -> table.row(
                loop.target(),
                loop.workload(),
                loop.connections(),
                loop.serverCpu(),
                loop.postgresCpu(),
                loop.loadCpu()));
        return table;
    }

    private static Table open(Figures figures) {
        var table = new Table("what", "% of peak", "per second", "p50 ms", "p99", "p99.9", "max", "failed");
        figures.open.forEach(loop -> table.row(
                loop.target(),
                loop.percent(),
                loop.perSecond(),
                loop.p50(),
                loop.p99(),
                loop.p999(),
                loop.max(),
                loop.failed()));
        return table;
    }

    private static Table lag(Figures figures) {
        var table = new Table("asked", "% of peak", "commands/s", "p50 ms", "p99", "max", "samples");
        figures.lag.forEach(lag ->
                table.row(lag.node(), lag.percent(), lag.perSecond(), lag.p50(), lag.p99(), lag.max(), lag.samples()));
        return table;
    }

    private static Table cold(Figures figures) {
        var table = new Table("events", "snapshot", "median ms", "max");
        figures.cold.forEach(
                cold -> table.row(cold.events(), cold.snapshot() ? "yes" : "no", cold.median(), cold.max()));
        return table;
    }

    private static Table heaps(Figures figures) {
        var table = new Table("flags", "per second", "p99 ms", "max", "server CPU, ms for 1,000", "resident MB");
        figures.heaps.forEach(heap ->
                table.row(heap.flags(), heap.perSecond(), heap.p99(), heap.max(), heap.serverCpu(), heap.resident()));
        return table;
    }

    private static Table kills(Figures figures) {
        var table = new Table("killed", "times", "acknowledged commands", "lost", "doubled");
        figures.kills.forEach(
                kill -> table.row(kill.killed(), kill.times(), kill.acknowledged(), kill.lost(), kill.doubled()));
        return table;
    }

    private static Table growth(Figures figures) {
        var table = new Table("events before", "commands/s", "p99 ms", "ledger MB");
        figures.growth.forEach(
                growth -> table.row(growth.events(), growth.perSecond(), growth.p99(), growth.megabytes()));
        return table;
    }
}
