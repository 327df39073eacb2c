package hone.engine.train.gradient;

import hone.engine.graph.Op;
import hone.engine.op.activation.Activation;
import hone.engine.op.activation.ActivationGradient;

/**
 * dx = dy · f′(x) for a smooth activation f. It looks at the input, which the layer before has left anyway.
 *
 * @param op the class of the activation
 */
record SmoothRule<O extends Op>(Class<O> op) implements GradientRule<O> {
    @Override
    public void apply(O activation, Backward backward) {
        Activation function = Activation.of(activation).orElseThrow();
        backward.give(0, new ActivationGradient(function), backward.input(0), backward.upstream());
    }
}
