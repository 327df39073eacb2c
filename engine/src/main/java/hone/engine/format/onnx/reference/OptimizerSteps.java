package hone.engine.format.onnx.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * One step of Adagrad, Adam or Momentum for any number of tensors. The inputs are the rate, the number of steps so far, then all
 * tensors, all gradients and all of each kind of state; the outputs the same without rate, number and gradients.
 */
final class OptimizerSteps implements Operator {
    private static final String DOMAIN = "ai.onnx.preview.training.";

    @Override
    public Set<String> names() {
        return Set.of(DOMAIN + "Adagrad", DOMAIN + "Adam", DOMAIN + "Momentum");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        int kinds = call.operator().equals("Adam") ? 4 : 3;
        int each = (call.inputs() - 2) / kinds;
        if (each < 1 || each * kinds != call.inputs() - 2) {
            throw call.wrong("its " + call.inputs() + " inputs are not two and " + kinds + " for each tensor");
        }
        List<List<OnnxValue>> outputs = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            NdArray[] group = new NdArray[kinds];
            for (int k = 0; k < kinds; k++) {
                group[k] = call.in(2 + k * each + i);
                if (!Arrays.equals(group[k].dims(), group[0].dims())) {
                    throw call.wrong("its state " + group[k] + " does not fit " + group[0]);
                }
            }
            outputs.add(step(call, group));
        }
        List<OnnxValue> ordered = new ArrayList<>();
        for (int k = 0; k < kinds - 1; k++) {
            for (List<OnnxValue> group : outputs) {
                ordered.add(group.get(k));
            }
        }
        return ordered;
    }

    /** group // tensor, gradient, states; all elements of one place go together. */
    private static List<OnnxValue> step(Call call, NdArray... group) {
        double[][] all = Arrays.stream(group).map(NdArray::reals).toArray(double[][]::new);
        double decay = call.real("norm_coefficient", 0);
        Rule rule = switch (call.operator()) {
            case "Adagrad" -> adagrad(call);
            case "Adam" -> adam(call);
            default -> momentum(call);
        };
        call.work(group[0].count(), 15);
        for (int i = 0; i < group[0].count(); i++) {
            all[1][i] += decay * all[0][i];
            all[0][i] = rule.moved(all[0][i], all[1][i], i, all);
        }
        List<OnnxValue> results = new ArrayList<>();
        for (int k = 0; k < group.length; k++) {
            if (k != 1) {
                results.add(NdArray.ofReals(group[k].type(), group[k].dims(), all[k]));
            }
        }
        return results;
    }

    /** How a weight and its state follow its gradient. */
    private interface Rule {
        /** The new weight; new states are written to {@code all[2]} and {@code all[3]}. */
        double moved(double weight, double gradient, int i, double[][] all);
    }

    private static Rule adagrad(Call call) {
        double rate = call.in(0).real(0) / (1 + call.in(1).real(0) * call.real("decay_factor", 0));
        double epsilon = call.real("epsilon", 0);
        return (weight, gradient, i, all) -> {
            double squares = all[2][i] + gradient * gradient;
            all[2][i] = squares;
            return weight - rate * gradient / (Math.sqrt(squares) + epsilon);
        };
    }

    private static Rule adam(Call call) {
        double first = call.real("alpha", 0.9f);
        double second = call.real("beta", 0.999f);
        double steps = call.in(1).real(0);
        double unbiased = steps > 0 ? Math.sqrt(1 - Math.pow(second, steps)) / (1 - Math.pow(first, steps)) : 1;
        double rate = call.in(0).real(0) * unbiased;
        double epsilon = call.real("epsilon", 0);
        double kept = 1 - call.real("norm_coefficient_post", 0);
        return (weight, gradient, i, all) -> {
            double mean = first * all[2][i] + (1 - first) * gradient;
            double squares = second * all[3][i] + (1 - second) * gradient * gradient;
            all[2][i] = mean;
            all[3][i] = squares;
            return kept * (weight - rate * mean / (Math.sqrt(squares) + epsilon));
        };
    }

    private static Rule momentum(Call call) {
        double alpha = call.real("alpha", 0);
        double share = call.in(1).real(0) > 0 ? call.real("beta", 0) : 1;
        double rate = call.in(0).real(0);
        String mode = call.text("mode", "standard");
        if (!mode.equals("standard") && !mode.equals("nesterov")) {
            throw call.wrong("there is no mode \"" + mode + '"');
        }
        boolean ahead = mode.equals("nesterov");
        return (weight, gradient, i, all) -> {
            double velocity = alpha * all[2][i] + share * gradient;
            all[2][i] = velocity;
            return weight - rate * (ahead ? gradient + alpha * velocity : velocity);
        };
    }
}
