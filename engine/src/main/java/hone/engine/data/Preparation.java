package hone.engine.data;

import java.util.List;
import java.util.Optional;

/**
 * All that a model's training fixed about its data, and that must be the same wherever the model is shown data again: the
 * classes' names, how a table's columns become numbers, and their standardization. A checkpoint keeps it.
 *
 * @param classes names by number; empty where they have none but their numbers
 * @param table the columns, where it learned from a table
 * @param standardization where it answers with a measure
 */
public record Preparation(List<String> classes, Optional<TableForm> table, Optional<Standardization> standardization) {
    /** Nothing is fixed: data is shown as it is. */
    public static final Preparation NONE = new Preparation(List.of(), Optional.empty(), Optional.empty());

    public Preparation {
        classes = List.copyOf(classes);
    }

    /**
     * What training on these samples fixes.
     *
     * @param train the training part alone, as it was read
     */
    public static Preparation of(LabelledImages train) {
        return new Preparation(
                train.classNames(),
                train.table(),
                train.measured() ? Optional.of(Standardization.of(train)) : Optional.empty());
    }

    /**
     * Samples as the model must see them.
     *
     * @param samples as they were read, by the same columns where there are some
     * @throws hone.engine.InvalidInput if they have a class that the model does not know, or other features
     */
    public LabelledImages apply(LabelledImages samples) {
        LabelledImages known = samples;
        if (!classes.isEmpty()
                && samples.labels() instanceof Labels.Classes labels
                && !labels.names().isEmpty()) {
            known = samples.with(samples.values(), labels.numberedAs(samples.id(), classes));
        }
        LabelledImages numbered = known;
        return standardization.map(figures -> figures.apply(numbered)).orElse(numbered);
    }

    /** Both parts. */
    public Split apply(Split split) {
        return new Split(apply(split.train()), apply(split.test()));
    }

    /** A class as a person knows it. */
    public String className(int number) {
        return number < classes.size() ? classes.get(number) : Integer.toString(number);
    }
}
