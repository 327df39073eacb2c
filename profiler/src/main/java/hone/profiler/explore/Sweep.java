package hone.profiler.explore;

import hone.engine.InvalidInput;
import hone.engine.technique.Recipe;
import hone.engine.technique.RecipeStep;
import hone.engine.technique.Technique;
import hone.engine.technique.Techniques;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Every combination of values of some knobs and batches, in a recipe whose other knobs stay as they are. */
public final class Sweep {
    /** Most points. */
    public static final int MOST_POINTS = 256;

    private static final String BATCH = "batch";

    private Sweep() {}

    /**
     * One thing that varies.
     *
     * @param what "batch", a technique for its main knob, or "technique:knob"
     * @param values it takes, as written
     */
    public record Axis(String what, List<String> values) {
        public Axis {
            values = List.copyOf(values);
        }

        /**
         * Reads "prune=0.3,0.5,0.9", "int8:activations=float32,int8" or "batch=1,8,64".
         *
         * @throws InvalidInput if it is none of them
         */
        public static Axis parse(String text) {
            int equals = text.indexOf('=');
            List<String> values =
                    equals < 0 ? List.of() : List.of(text.substring(equals + 1).split(",", -1));
            if (equals < 1 || values.stream().anyMatch(String::isBlank)) {
                throw new InvalidInput(
                        "this is nothing that varies",
                        "--vary " + text,
                        "write KNOB=VALUE,VALUE, such as prune=0.5,0.9");
            }
            return new Axis(text.substring(0, equals), values);
        }
    }

    /**
     * The points, the last axis moving fastest.
     *
     * @throws InvalidInput if an axis names nothing of the recipe, a value is out of its range, or there are too many points
     */
    public static List<Point> points(Recipe recipe, int batch, List<Axis> axes) {
        List<Point> points = List.of(new Point(recipe, batch));
        for (Axis axis : axes) {
            List<Point> more = new ArrayList<>();
            for (Point point : points) {
                for (String value : axis.values()) {
                    more.add(with(point, axis, value));
                }
            }
            points = more;
            if (points.size() > MOST_POINTS) {
                throw new InvalidInput(
                        "these are too many points", "--vary " + axis.what(), "they are more than " + MOST_POINTS);
            }
        }
        return points.stream().distinct().toList();
    }

    private static Point with(Point point, Axis axis, String value) {
        if (axis.what().equals(BATCH)) {
            return new Point(point.recipe(), batch(value));
        }
        String[] names = axis.what().split(":", 2);
        if (!point.recipe().has(names[0])) {
            throw new InvalidInput(
                    "the recipe has no such technique", "--vary " + axis.what(), "it is \"" + point.recipe() + "\"");
        }
        Technique technique = Techniques.find(names[0]);
        if (names.length == 1 && technique.mainKnob().isEmpty()) {
            throw new InvalidInput(
                    "the technique " + names[0] + " has no main knob",
                    "--vary " + axis.what(),
                    "name one behind a colon");
        }
        List<RecipeStep> steps = new ArrayList<>();
        for (RecipeStep step : point.recipe().steps()) {
            steps.add(
                    step.id().equals(names[0]) ? with(step, names.length == 1 ? Recipe.MAIN : names[1], value) : step);
        }
        return new Point(Recipe.parse(new Recipe(steps).toString()), point.batch());
    }

    private static RecipeStep with(RecipeStep step, String knob, String value) {
        LinkedHashMap<String, String> knobs = new LinkedHashMap<>(step.knobs());
        knobs.put(knob, value);
        return new RecipeStep(step.id(), knobs, step.layers());
    }

    private static int batch(String value) {
        try {
            int batch = Integer.parseInt(value.strip());
            if (batch >= 1) {
                return batch;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new InvalidInput("this is no batch", "--vary batch=" + value, "write a whole number from 1 on");
    }
}
