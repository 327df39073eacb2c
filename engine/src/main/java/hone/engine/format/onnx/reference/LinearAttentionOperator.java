package hone.engine.format.onnx.reference;

import java.util.List;
import java.util.Set;

/**
 * LinearAttention: a state of each head, (keys, values), that decays, forgets what it knew of a key, takes in the next one and is
 * read by the queries. q // (batch, steps, heads·size), k // (batch, steps, groups·size), v // (batch, steps, groups·width).
 */
final class LinearAttentionOperator implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("LinearAttention");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        return new Pass(call).run();
    }

    /** An element of a state, in one part of one step. */
    private static final double STEPS = 10;

    private static final class Pass {
        private final Call call;
        private final NdArray q;
        private final NdArray k;
        private final NdArray v;
        private final int heads;
        private final int groups;
        private final int steps;
        private final int size;
        private final int width;
        private final boolean gated;
        private final boolean corrected;
        private final double[] state; // (batch, groups, size, width)

        Pass(Call call) {
            this.call = call;
            q = call.in(0);
            k = call.in(1);
            v = call.in(2);
            heads = (int) call.whole("q_num_heads", 0);
            groups = (int) call.whole("kv_num_heads", 0);
            String rule = call.text("update_rule", "gated_delta");
            gated = rule.startsWith("gated");
            corrected = rule.endsWith("delta");
            boolean known = Set.of("linear", "gated", "delta", "gated_delta").contains(rule);
            boolean fits = known
                    && heads > 0
                    && groups > 0
                    && heads % groups == 0
                    && q.rank() == 3
                    && k.rank() == 3
                    && v.rank() == 3
                    && q.dim(2) % heads == 0
                    && k.dim(2) == q.dim(2) / heads * groups
                    && v.dim(2) % groups == 0
                    && q.dim(0) == k.dim(0)
                    && q.dim(1) == k.dim(1)
                    && k.dim(0) == v.dim(0)
                    && k.dim(1) == v.dim(1);
            if (!fits) {
                throw call.wrong("queries " + q + ", keys " + k + " and values " + v + " of " + heads + " and " + groups
                        + " heads do not fit the rule \"" + rule + '"');
            }
            steps = q.dim(1);
            size = q.dim(2) / heads;
            width = v.dim(2) / groups;
            double element = size * (double) width;
            call.work(q.dim(0), steps, STEPS * (element + 10) * groups + (element + width + 10) * STEPS * heads);
            state = call.has(3) ? call.in(3).reals() : new double[Dims.count(q.dim(0), groups, size, width)];
            check();
        }

        private void check() {
            if (state.length != (long) q.dim(0) * groups * size * width) {
                throw call.wrong(
                        "its state is " + call.in(3) + " for " + groups + " groups of " + size + " by " + width);
            }
            if (gated != call.has(4) || corrected != call.has(5)) {
                throw call.wrong("its rule and the decay and beta that it is given do not fit");
            }
            long rows = (long) q.dim(0) * steps;
            if (gated && call.in(4).count() != rows * groups && call.in(4).count() != rows * groups * size) {
                throw call.wrong("its decay is " + call.in(4));
            }
            if (corrected && call.in(5).count() != rows * groups && call.in(5).count() != rows) {
                throw call.wrong("its beta is " + call.in(5));
            }
        }

        List<OnnxValue> run() {
            double given = call.real("scale", 0);
            double scale = given == 0 ? 1 / Math.sqrt(size) : given;
            double[] out = new double[Dims.count(q.dim(0), steps, heads, width)];
            for (int row = 0; row < q.dim(0) * steps; row++) {
                for (int g = 0; g < groups; g++) {
                    update(row, g);
                }
                for (int i = 0; i < heads * width; i++) {
                    int head = i / width;
                    int start = (row / steps * groups + head / (heads / groups)) * size * width + i % width;
                    double sum = 0;
                    for (int d = 0; d < size; d++) {
                        sum += q.real((row * heads + head) * size + d) * state[start + d * width];
                    }
                    out[row * heads * width + i] = scale * sum;
                }
            }
            int[] dims = {q.dim(0), groups, size, width};
            return List.of(
                    NdArray.ofReals(q.type(), new int[] {q.dim(0), steps, heads * width}, out),
                    NdArray.ofReals(call.has(3) ? call.in(3).type() : q.type(), dims, state));
        }

        private void update(int row, int group) {
            int start = (row / steps * groups + group) * size * width;
            int key = (row * groups + group) * size;
            for (int i = 0; gated && i < size * width; i++) {
                boolean shared = call.in(4).count() == q.dim(0) * steps * groups;
                state[start + i] *= Math.exp(call.in(4).real(shared ? row * groups + group : key + i / width));
            }
            for (int m = 0; m < width; m++) {
                double value = v.real((row * groups + group) * width + m);
                if (corrected) {
                    double known = 0;
                    for (int d = 0; d < size; d++) {
                        known += state[start + d * width + m] * k.real(key + d);
                    }
                    boolean shared = call.in(5).count() == q.dim(0) * steps && groups > 1;
                    value = call.in(5).real(shared ? row : row * groups + group) * (value - known);
                }
                for (int d = 0; d < size; d++) {
                    state[start + d * width + m] += k.real(key + d) * value;
                }
            }
        }
    }
}
