package hone.visualizers.memory;

import hone.profiler.report.Arm;
import hone.profiler.report.MemoryPart;
import hone.profiler.report.MemoryReading;
import hone.profiler.report.RunReport;
import hone.visualizers.Figures;
import hone.visualizers.Texts;
import hone.visualizers.Unit;
import hone.visualizers.chart.BarPanel;
import hone.visualizers.chart.Brush;
import hone.visualizers.chart.DataTable;
import hone.visualizers.chart.Legend;
import hone.visualizers.chart.Picture;
import hone.visualizers.theme.ChartPalette;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Memory by category. Above, what the plan holds, baseline and candidate, on a scale of its own: next to a JVM's heap
 * it would be a hairline. Below, the whole process by category beside what the operating system counts as resident;
 * what no category explains is hatched.
 */
final class MemoryPicture implements Picture {
    /** Categories of the plan; all others belong to the process around it. */
    private static final Set<String> PLAN =
            Set.of("weights", "activations", "scratch", "gradients", "optimizer state", "kv cache", "packed");

    private static final double GAP = 4;

    private final Texts texts;
    private @Nullable RunReport report;

    MemoryPicture(Texts texts) {
        this.texts = texts;
    }

    void show(@Nullable RunReport shown) {
        report = shown;
    }

    @Override
    public void paint(Graphics2D graphics, double width, double height, ChartPalette palette) {
        var brush = new Brush(graphics, palette);
        brush.clear(width, height);
        RunReport shown = report;
        if (shown == null) {
            return;
        }
        List<String> categories = categories(shown);
        double room = width - 8;
        BarPanel plan = planPanel(shown, categories, palette);
        BarPanel process = processPanel(shown.candidate().memory(), categories, palette);
        double bars = (height - GAP - plan.header(brush, room) - process.header(brush, room)) / 2;
        double upper = plan.header(brush, room) + bars;
        plan.paint(brush, 4, 0, room, upper);
        process.paint(brush, 4, upper + GAP, room, height - upper - GAP);
    }

    private static List<String> categories(RunReport report) {
        Set<String> names = new LinkedHashSet<>();
        for (Arm arm : List.of(report.candidate(), report.baseline())) {
            arm.memory().parts().forEach(part -> names.add(part.category()));
        }
        return List.copyOf(names);
    }

    private static List<Legend.Entry> legend(List<String> names, List<String> categories, ChartPalette palette) {
        return names.stream()
                .map(name -> new Legend.Entry(name, palette.category(categories.indexOf(name)), Legend.Kind.FILLED))
                .toList();
    }

    private BarPanel planPanel(RunReport shown, List<String> categories, ChartPalette palette) {
        List<String> plan = categories.stream().filter(PLAN::contains).toList();
        var rows = List.of(
                planRow(texts.get("arm.baseline"), shown.baseline(), plan, categories, palette),
                planRow(texts.get("arm.candidate"), shown.candidate(), plan, categories, palette));
        double max = Math.max(1, Math.max(total(shown.baseline(), plan), total(shown.candidate(), plan)));
        Unit unit = Unit.ofBytes(max);
        return new BarPanel(
                texts.get("memory.axis.plan", unit.symbol()),
                legend(plan, categories, palette),
                rows,
                new BarPanel.Scale(max * 1.02, unit.size()));
    }

    private static BarPanel.Row planRow(
            String label, Arm arm, List<String> plan, List<String> categories, ChartPalette palette) {
        var parts = plan.stream()
                .map(name -> part(arm.memory().bytes(name), palette.category(categories.indexOf(name))))
                .toList();
        return new BarPanel.Row(label, parts, null, Figures.bytes((long) total(arm, plan)));
    }

    private static double total(Arm arm, List<String> names) {
        return names.stream().mapToDouble(name -> arm.memory().bytes(name)).sum();
    }

    private BarPanel processPanel(MemoryReading memory, List<String> categories, ChartPalette palette) {
        List<BarPanel.Part> parts = new ArrayList<>();
        for (MemoryPart part : memory.parts()) {
            parts.add(part(part.bytes(), palette.category(categories.indexOf(part.category()))));
        }
        parts.add(new BarPanel.Part(memory.unattributed(), palette.baseline(), true));
        long counted = memory.parts().stream().mapToLong(MemoryPart::bytes).sum() + memory.unattributed();
        long resident = memory.osResident();
        String residentText = resident > 0 ? Figures.bytes(resident) : texts.get("memory.notReported");
        var rows = List.of(
                new BarPanel.Row(texts.get("memory.categories"), parts, null, Figures.bytes(counted)),
                new BarPanel.Row(texts.get("memory.os"), List.of(part(resident, palette.text())), null, residentText));
        double max = Math.max(1, Math.max(counted, resident));
        Unit unit = Unit.ofBytes(max);
        List<Legend.Entry> legend = new ArrayList<>(
                legend(categories.stream().filter(name -> !PLAN.contains(name)).toList(), categories, palette));
        legend.add(new Legend.Entry(texts.get("memory.unattributed"), palette.baseline(), Legend.Kind.HATCHED));
        return new BarPanel(
                texts.get("memory.axis.process", unit.symbol()),
                legend,
                rows,
                new BarPanel.Scale(max * 1.02, unit.size()));
    }

    private static BarPanel.Part part(long bytes, Color color) {
        return new BarPanel.Part(bytes, color, false);
    }

    @Override
    public DataTable table() {
        List<List<String>> rows = new ArrayList<>();
        RunReport shown = report;
        if (shown != null) {
            addRows(rows, texts.get("arm.baseline"), shown.baseline().memory());
            addRows(rows, texts.get("arm.candidate"), shown.candidate().memory());
        }
        return new DataTable(
                "memory",
                List.of(
                        texts.get("memory.column.arm"),
                        texts.get("memory.column.category"),
                        texts.get("memory.column.bytes"),
                        texts.get("memory.column.source")),
                rows);
    }

    private void addRows(List<List<String>> rows, String arm, MemoryReading memory) {
        for (MemoryPart part : memory.parts()) {
            rows.add(List.of(arm, part.category(), Long.toString(part.bytes()), part.source()));
        }
        rows.add(List.of(arm, texts.get("memory.unattributed"), Long.toString(memory.unattributed()), ""));
        rows.add(
                List.of(arm, texts.get("memory.os"), Long.toString(memory.osResident()), texts.get("memory.osSource")));
    }

    @Override
    public String description() {
        RunReport shown = report;
        if (shown == null) {
            return texts.get("memory.empty");
        }
        MemoryReading memory = shown.candidate().memory();
        return texts.get(
                "memory.description",
                Figures.bytes(shown.baseline().bytes().peak()),
                Figures.bytes(shown.candidate().bytes().peak()),
                Figures.bytes(memory.osResident()),
                Figures.bytes(memory.unattributed()));
    }
}
