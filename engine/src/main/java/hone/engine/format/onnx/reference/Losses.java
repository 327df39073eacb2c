package hone.engine.format.onnx.reference;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Losses of scores (samples, classes, …) against labels (samples, …), weighted by class. */
final class Losses implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("NegativeLogLikelihoodLoss", "SoftmaxCrossEntropyLoss");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        boolean entropy = call.operator().equals("SoftmaxCrossEntropyLoss");
        NdArray logs = entropy ? logSoftmax(call.in(0)) : call.in(0);
        NdArray labels = call.in(1);
        int classes = logs.dim(1);
        if (!Arrays.equals(labels.dims(), Dims.without(logs.dims(), 1))
                || (call.has(2) && call.in(2).count() != classes)) {
            throw call.wrong(
                    "labels " + labels + (call.has(2) ? " and weights " + call.in(2) : "") + " do not fit " + logs);
        }
        int inner = Dims.product(logs.dims(), 2, logs.rank());
        boolean ignores = call.hasAttribute("ignore_index");
        long ignored = call.whole("ignore_index", 0);
        double[] losses = new double[labels.count()];
        double total = 0;
        double weights = 0;
        for (int i = 0; i < losses.length; i++) {
            long label = labels.whole(i);
            if (ignores && label == ignored) {
                continue;
            }
            int at = Gathering.index(call, label, classes);
            double weight = call.has(2) ? call.in(2).real(at) : 1;
            losses[i] = -logs.real((i / inner * classes + at) * inner + i % inner) * weight;
            total += losses[i];
            weights += weight;
        }
        NdArray loss = switch (call.text("reduction", "mean")) {
            case "none" -> NdArray.ofReals(logs.type(), labels.dims(), losses);
            case "sum" -> NdArray.scalar(logs.type(), total);
            default -> NdArray.scalar(logs.type(), total / weights);
        };
        return entropy ? List.of(loss, logs) : List.of(loss);
    }

    private static NdArray logSoftmax(NdArray x) {
        int classes = x.dim(1);
        int inner = Dims.product(x.dims(), 2, x.rank());
        double[] out = x.reals();
        int rows = classes == 0 ? 0 : out.length / classes;
        for (int row = 0; row < rows; row++) {
            int start = row / inner * classes * inner + row % inner;
            double most = Double.NEGATIVE_INFINITY;
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                most = Math.max(most, out[start + c * inner]);
            }
            for (int c = 0; c < classes; c++) {
                sum += Math.exp(out[start + c * inner] - most);
            }
            for (int c = 0; c < classes; c++) {
                out[start + c * inner] -= most + Math.log(sum);
            }
        }
        return NdArray.ofReals(x.type(), x.dims(), out);
    }
}
