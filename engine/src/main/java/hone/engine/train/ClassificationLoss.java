package hone.engine.train;

import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Value;
import hone.engine.op.loss.CrossEntropy;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.function.UnaryOperator;

/** Puts the mean cross-entropy on top of a classifier. */
final class ClassificationLoss {
    /** The output of the classifier it starts from // (…, classes) F32: (batch, seq, classes) where it answers for each token. */
    static final String LOGITS = "logits";

    /** The input it adds // (…) I32. */
    static final String LABELS = "labels";

    /** The output it adds // (1) F32. */
    static final String LOSS = "loss";

    private ClassificationLoss() {}

    /**
     * @param classifier has the output {@link #LOGITS}
     * @return the same graph with an input for labels and an output for the loss
     * @throws hone.engine.InvalidInput if the classifier has no such output, or it has another type
     */
    static Graph on(Graph classifier) {
        return on(classifier, 0);
    }

    /** The same with a share of each target that all classes have alike, see {@link CrossEntropy}. */
    static Graph on(Graph classifier, float labelSmoothing) {
        GraphBuilder builder = new GraphBuilder();
        List<Value> values = builder.append(classifier, UnaryOperator.identity());
        classifier.outputs().forEach((name, value) -> builder.output(name, mapped(values, value)));
        Value logits = mapped(values, classifier.output(LOGITS));
        TensorType type = builder.type(logits);
        Value labels =
                builder.input(LABELS, new TensorType(DType.I32, type.dims().subList(0, type.rank() - 1)));
        return builder.output(LOSS, builder.apply(LOSS, new CrossEntropy(labelSmoothing), logits, labels))
                .build();
    }

    private static Value mapped(List<Value> values, Value value) {
        return new Value(values.get(value.node()).node(), value.output());
    }
}
