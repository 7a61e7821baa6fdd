package io.cartledger.bench.report;

import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/** Two kinds of pictures, as text: small, alike on every machine, and with no need of fonts or a display. */
final class Svg {

    private static final int WIDTH = 900;
    private static final int ROW = 30;
    private static final int HEAD = 50;
    private static final int LABELS = 220;
    private static final int RIGHT = 90;
    private static final int PLOT_HEIGHT = 320;
    private static final int LEFT = 80;
    private static final int TICKS = 5;
    private static final List<String> COLOURS = List.of("#1f6f8b", "#c8553d", "#6a994e");

    private final Formatter text = new Formatter(Locale.ROOT);

    private Svg(int height, String title) {
        text.format(
                "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' font-family='sans-serif' font-size='13'>%n",
                WIDTH, height);
        text.format("<rect width='100%%' height='100%%' fill='white'/>%n");
        label(WIDTH / 2.0, 28, "middle", title);
    }

    record Bar(String name, double value) {}

    record Point(double x, double y) {}

    record Line(String name, List<Point> points) {}

    /** One bar below the other, with its value. */
    static String bars(String title, List<Bar> bars) {
        var svg = new Svg(HEAD + ROW * bars.size() + ROW / 2, title);
        double most = bars.stream().mapToDouble(Bar::value).max().orElse(1);
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            double y = HEAD + (double) ROW * i;
            double length = (WIDTH - LABELS - RIGHT) * bar.value() / most;
            svg.label(LABELS - 10, y + 15, "end", bar.name());
            svg.text.format(
                    "<rect x='%d' y='%.0f' width='%.1f' height='20' fill='%s'/>%n",
                    LABELS, y, length, COLOURS.getFirst());
            svg.label(LABELS + length + 8, y + 15, "start", Table.text(bar.value()));
        }
        return svg.end();
    }

    /**
     * Lines over one another, from zero upwards.
     *
     * @param scale of the x axis, for example {@link Math#log10}
     */
    static String lines(String title, String x, String y, DoubleUnaryOperator scale, List<Line> lines) {
        var svg = new Svg(HEAD + PLOT_HEIGHT + 70, title + " (" + y + ")");
        List<Point> all = lines.stream().flatMap(line -> line.points().stream()).toList();
        double first = all.stream().mapToDouble(Point::x).map(scale).min().orElse(0);
        double last = all.stream().mapToDouble(Point::x).map(scale).max().orElse(1);
        double most = all.stream().mapToDouble(Point::y).max().orElse(1);
        DoubleUnaryOperator across = value ->
                LEFT + (WIDTH - LEFT - RIGHT) * (scale.applyAsDouble(value) - first) / Math.max(last - first, 1e-9);
        DoubleUnaryOperator up = value -> HEAD + PLOT_HEIGHT * (1 - value / most);
        for (int tick = 0; tick <= TICKS; tick++) {
            double value = most * tick / TICKS;
            double height = up.applyAsDouble(value);
            svg.text.format("<path d='M%d %.1fH%d' stroke='#ddd'/>%n", LEFT, height, WIDTH - RIGHT);
            svg.label(LEFT - 8, height + 4, "end", Table.text(value));
        }
        all.stream()
                .map(Point::x)
                .distinct()
                .forEach(value ->
                        svg.label(across.applyAsDouble(value), HEAD + PLOT_HEIGHT + 22, "middle", Table.text(value)));
        svg.label((LEFT + WIDTH - RIGHT) / 2.0, HEAD + PLOT_HEIGHT + 50, "middle", x);
        for (int i = 0; i < lines.size(); i++) {
            svg.line(lines.get(i), COLOURS.get(i % COLOURS.size()), across, up);
        }
        return svg.end();
    }

    private void line(Line line, String colour, DoubleUnaryOperator across, DoubleUnaryOperator up) {
        var path = new Formatter(Locale.ROOT);
        char move = 'M';
        for (Point point : line.points()) {
            path.format("%s%.1f %.1f", move, across.applyAsDouble(point.x()), up.applyAsDouble(point.y()));
            move = 'L';
        }
        Point end = line.points().getLast();
        text.format("<path d='%s' fill='none' stroke='%s' stroke-width='2'/>%n", path, colour);
        label(across.applyAsDouble(end.x()) + 8, up.applyAsDouble(end.y()) + 4, "start", line.name());
    }

    private void label(double x, double y, String anchor, String label) {
        text.format("<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>%n", x, y, anchor, label);
    }

    private String end() {
        return text.format("</svg>%n").toString();
    }
}
