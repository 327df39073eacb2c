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
        for (int i = 0; i < group[0].count(); i++) {
            all[1][i] += decay * all[0][i];
            switch (call.operator()) {
                case "Adagrad" -> adagrad(call, all, i);
                case "Adam" -> adam(call, all, i);
                default -> momentum(call, all, i);
            }
        }
        List<OnnxValue> results = new ArrayList<>();
        for (int k = 0; k < group.length; k++) {
            if (k != 1) {
                results.add(NdArray.ofReals(group[k].type(), group[k].dims(), all[k]));
            }
        }
        return results;
    }

    private static void adagrad(Call call, double[][] all, int i) {
        double rate = call.in(0).real(0) / (1 + call.in(1).real(0) * call.real("decay_factor", 0));
        all[2][i] += all[1][i] * all[1][i];
        all[0][i] -= rate * all[1][i] / (Math.sqrt(all[2][i]) + call.real("epsilon", 0));
    }

    private static void adam(Call call, double[][] all, int i) {
        double alpha = call.real("alpha", 0.9f);
        double beta = call.real("beta", 0.999f);
        double steps = call.in(1).real(0);
        double rate = call.in(0).real(0);
        double adjusted = steps > 0 ? rate * Math.sqrt(1 - Math.pow(beta, steps)) / (1 - Math.pow(alpha, steps)) : rate;
        all[2][i] = alpha * all[2][i] + (1 - alpha) * all[1][i];
        all[3][i] = beta * all[3][i] + (1 - beta) * all[1][i] * all[1][i];
        double moved = all[0][i] - adjusted * all[2][i] / (Math.sqrt(all[3][i]) + call.real("epsilon", 0));
        all[0][i] = (1 - call.real("norm_coefficient_post", 0)) * moved;
    }

    private static void momentum(Call call, double[][] all, int i) {
        double alpha = call.real("alpha", 0);
        double beta = call.in(1).real(0) > 0 ? call.real("beta", 0) : 1;
        double rate = call.in(0).real(0);
        all[2][i] = alpha * all[2][i] + beta * all[1][i];
        all[0][i] -= switch (call.text("mode", "standard")) {
            case "standard" -> rate * all[2][i];
            case "nesterov" -> rate * (all[1][i] + alpha * all[2][i]);
            default -> throw call.wrong("there is no mode \"" + call.text("mode", "") + '"');
        };
    }
}
