package hone.engine.train;

import hone.engine.data.LabelledImages;
import hone.engine.graph.Graph;
import hone.engine.model.Mlp;

/** What training makes small: the cross-entropy of classes, or the squared error of measures. */
enum Objective {
    CLASSES(ClassificationLoss.LOGITS, ClassificationLoss.LABELS),
    MEASURES(Mlp.PREDICTION, RegressionLoss.TARGETS);

    private final String output;
    private final String answers;

    Objective(String output, String answers) {
        this.output = output;
        this.answers = answers;
    }

    static Objective of(LabelledImages samples) {
        return samples.measured() ? MEASURES : CLASSES;
    }

    /** The model's output that the loss starts from // (batch, classes) or (batch, 1). */
    String output() {
        return output;
    }

    /** The input that the loss adds, for what is right. */
    String answers() {
        return answers;
    }

    /** The graph with an input for what is right and the output {@link ClassificationLoss#LOSS}. */
    Graph on(Graph model, float labelSmoothing) {
        return this == CLASSES ? ClassificationLoss.on(model, labelSmoothing) : RegressionLoss.on(model);
    }
}
