package hone.engine.train;

import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Value;
import hone.engine.model.Mlp;
import hone.engine.op.loss.MeanSquaredError;
import java.util.List;
import java.util.function.UnaryOperator;

/** Puts the mean squared error on top of a model that answers with measures. */
final class RegressionLoss {
    /** The input it adds // (batch, 1) F32. */
    static final String TARGETS = "targets";

    private RegressionLoss() {}

    /**
     * @param model has the output {@link Mlp#PREDICTION}
     * @return the same graph with an input for targets and the output {@link ClassificationLoss#LOSS}
     */
    static Graph on(Graph model) {
        GraphBuilder builder = new GraphBuilder();
        List<Value> values = builder.append(model, UnaryOperator.identity());
        model.outputs().forEach((name, value) -> builder.output(name, mapped(values, value)));
        Value predictions = mapped(values, model.output(Mlp.PREDICTION));
        Value targets = builder.input(TARGETS, builder.type(predictions));
        String loss = ClassificationLoss.LOSS;
        return builder.output(loss, builder.apply(loss, new MeanSquaredError(), predictions, targets))
                .build();
    }

    private static Value mapped(List<Value> values, Value value) {
        return new Value(values.get(value.node()).node(), value.output());
    }
}
