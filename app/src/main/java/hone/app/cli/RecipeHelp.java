package hone.app.cli;

import hone.engine.technique.Knob;
import hone.engine.technique.Technique;
import hone.engine.technique.Techniques;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the help says of recipes, read off the techniques themselves. */
final class RecipeHelp {
    private RecipeHelp() {}

    /** Lines of plain text. */
    static String[] lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("A recipe is a list such as simd,threads,int8,prune=0.7; one part is");
        lines.add("  id[=value][:knob=value]*[@layers]");
        for (Technique technique : Techniques.ALL) {
            lines.add(String.format(Locale.ROOT, "  %-8s %s", technique.id(), technique.title()));
            for (Knob knob : technique.knobs()) {
                boolean main = technique.mainKnob().filter(knob::equals).isPresent();
                lines.add("             " + (main ? "=" : ":" + knob.id() + "=") + values(knob) + " (standard: "
                        + knob.standard() + ")");
            }
        }
        // picocli reads % in these as a format
        return lines.stream().map(line -> line.replace("%", "%%")).toArray(String[]::new);
    }

    private static String values(Knob knob) {
        return switch (knob) {
            case Knob.Range range ->
                knob.canonical(Double.toString(range.min())) + "…" + knob.canonical(Double.toString(range.max()));
            case Knob.Choice choice -> String.join("|", choice.options());
        };
    }
}
