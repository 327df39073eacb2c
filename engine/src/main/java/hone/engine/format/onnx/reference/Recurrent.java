package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/**
 * RNN, GRU and LSTM. x // (steps, batch, inputs), w // (directions, gates·hidden, inputs), r // (directions, gates·hidden,
 * hidden), b // (directions, 2·gates·hidden); y // (steps, directions, batch, hidden).
 */
final class Recurrent implements Operator {
    private static final Set<String> WITH_BETA = Set.of("hardsigmoid", "scaledtanh", "affine");
    private static final Set<String> WITH_ALPHA =
            Set.of("leakyrelu", "elu", "thresholdedrelu", "hardsigmoid", "scaledtanh", "affine");

    @Override
    public Set<String> names() {
        return Set.of("RNN", "GRU", "LSTM");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        boolean batchFirst = call.flag("layout", false);
        NdArray x = batchFirst ? call.in(0).transposed(1, 0, 2) : call.in(0);
        return new Pass(call, x, batchFirst).run();
    }

    private static final class Pass {
        private final Call call;
        private final NdArray x;
        private final boolean batchFirst;
        private final int steps;
        private final int batch;
        private final int directions;
        private final int hidden;
        private final int gates;
        private final double[] y;
        private final double[] lastState;
        private final double[] lastCell;

        Pass(Call call, NdArray x, boolean batchFirst) {
            this.call = call;
            this.x = x;
            this.batchFirst = batchFirst;
            steps = x.dim(0);
            batch = x.dim(1);
            directions = call.in(1).dim(0);
            hidden = call.in(2).dim(2);
            gates = hidden == 0 ? 0 : call.in(1).dim(1) / hidden;
            check();
            call.work(steps, directions, batch, gates, hidden, (double) x.dim(2) + hidden);
            y = new double[Dims.count(steps, directions, batch, hidden)];
            lastState = new double[Dims.count(directions, batch, hidden)];
            lastCell = new double[lastState.length];
        }

        private void check() {
            int each = switch (call.operator()) {
                case "RNN" -> 1;
                case "GRU" -> 3;
                default -> 4;
            };
            boolean both = call.text("direction", "forward").equals("bidirectional");
            int first = batchFirst ? batch : directions;
            int second = batchFirst ? directions : batch;
            require(hidden > 0 && gates == each && directions == (both ? 2 : 1), 1, 2);
            require(is(1, directions, gates * hidden, x.dim(2)) && is(2, directions, gates * hidden, hidden), 1, 2);
            require(!call.has(3) || is(3, directions, 2 * gates * hidden), 3, 3);
            require(!call.has(4) || is(4, batch), 4, 4);
            for (int state = 5; state <= 6; state++) {
                require(!call.has(state) || is(state, first, second, hidden), state, state);
            }
            require(!call.has(7) || is(7, directions, 3 * hidden), 7, 7);
        }

        private boolean is(int input, int... dims) {
            return Arrays.equals(call.in(input).dims(), dims);
        }

        private void require(boolean fits, int first, int last) {
            if (!fits) {
                throw call.wrong("its input " + first + ", " + call.in(first)
                        + (last == first ? "" : ", or input " + last + ", " + call.in(last)) + ", does not fit " + x
                        + " in " + directions + " directions");
            }
        }

        List<OnnxValue> run() {
            boolean reverseOnly = call.text("direction", "forward").equals("reverse");
            for (int d = 0; d < directions; d++) {
                for (int sample = 0; sample < batch; sample++) {
                    sample(d, sample, reverseOnly || d == 1);
                }
            }
            ElementType type = x.type();
            NdArray all = NdArray.ofReals(type, new int[] {steps, directions, batch, hidden}, y);
            int[] dims = {directions, batch, hidden};
            NdArray state = NdArray.ofReals(type, dims, lastState);
            NdArray cell = NdArray.ofReals(type, dims, lastCell);
            List<OnnxValue> results = new ArrayList<>();
            results.add(batchFirst ? all.transposed(2, 0, 1, 3) : all);
            results.add(batchFirst ? state.transposed(1, 0, 2) : state);
            results.add(batchFirst ? cell.transposed(1, 0, 2) : cell);
            return results;
        }

        private double[] initial(int input, int d, int sample) {
            double[] state = new double[hidden];
            if (call.has(input)) {
                int at = batchFirst ? sample * directions + d : d * batch + sample;
                for (int i = 0; i < hidden; i++) {
                    state[i] = call.in(input).real(at * hidden + i);
                }
            }
            return state;
        }

        private void sample(int d, int sample, boolean backwards) {
            int length = call.has(4) ? (int) call.in(4).whole(sample) : steps;
            if (length < 0 || length > steps) {
                throw call.wrong("a length of " + length + " of " + steps + " steps");
            }
            double[] state = initial(5, d, sample);
            double[] cell = call.operator().equals("LSTM") ? initial(6, d, sample) : new double[hidden];
            for (int step = 0; step < length; step++) {
                int at = backwards ? length - 1 - step : step;
                double[] fromInput = product(call.in(1), d, x, (at * batch + sample) * x.dim(2), x.dim(2), 0);
                switch (call.operator()) {
                    case "RNN" -> plain(d, fromInput, state);
                    case "GRU" -> gated(d, fromInput, state);
                    default -> longShort(d, fromInput, state, cell);
                }
                System.arraycopy(state, 0, y, ((at * directions + d) * batch + sample) * hidden, hidden);
            }
            System.arraycopy(state, 0, lastState, (d * batch + sample) * hidden, hidden);
            System.arraycopy(cell, 0, lastCell, (d * batch + sample) * hidden, hidden);
        }

        /** Weights times a vector, and the half of the bias that goes with them. */
        private double[] product(NdArray weights, int d, NdArray vector, int start, int length, int biasHalf) {
            double[] out = new double[gates * hidden];
            for (int row = 0; row < out.length; row++) {
                double sum = call.has(3) ? call.in(3).real((2 * d + biasHalf) * gates * hidden + row) : 0;
                for (int i = 0; i < length; i++) {
                    sum += weights.real((d * gates * hidden + row) * length + i) * vector.real(start + i);
                }
                out[row] = sum;
            }
            return out;
        }

        private double[] fromState(int d, double... state) {
            NdArray vector = NdArray.ofReals(ElementType.F64, new int[] {hidden}, state.clone());
            return product(call.in(2), d, vector, 0, hidden, 1);
        }

        private void plain(int d, double[] fromInput, double[] state) {
            double[] back = fromState(d, state);
            for (int i = 0; i < hidden; i++) {
                state[i] = function(d, 1, 0, "Tanh").applyAsDouble(clipped(fromInput[i] + back[i]));
            }
        }

        /** Gates in the order update, reset, hidden. */
        private void gated(int d, double[] fromInput, double[] state) {
            double[] back = fromState(d, state);
            DoubleUnaryOperator f = function(d, 2, 0, "Sigmoid");
            DoubleUnaryOperator g = function(d, 2, 1, "Tanh");
            double[] update = new double[hidden];
            double[] reset = new double[hidden];
            for (int i = 0; i < hidden; i++) {
                update[i] = f.applyAsDouble(clipped(fromInput[i] + back[i]));
                reset[i] = f.applyAsDouble(clipped(fromInput[hidden + i] + back[hidden + i]));
            }
            boolean after = call.flag("linear_before_reset", false);
            double[] scaled = new double[hidden];
            for (int i = 0; i < hidden; i++) {
                scaled[i] = reset[i] * state[i];
            }
            double[] inner = after ? back : fromState(d, scaled);
            for (int i = 0; i < hidden; i++) {
                double from = after ? reset[i] * inner[2 * hidden + i] : inner[2 * hidden + i];
                double fresh = g.applyAsDouble(clipped(fromInput[2 * hidden + i] + from));
                state[i] = (1 - update[i]) * fresh + update[i] * state[i];
            }
        }

        /** Gates in the order input, output, forget, cell; peepholes input, output, forget. */
        private void longShort(int d, double[] fromInput, double[] state, double[] cell) {
            double[] back = fromState(d, state);
            DoubleUnaryOperator f = function(d, 3, 0, "Sigmoid");
            DoubleUnaryOperator g = function(d, 3, 1, "Tanh");
            DoubleUnaryOperator h = function(d, 3, 2, "Tanh");
            boolean coupled = call.flag("input_forget", false);
            for (int i = 0; i < hidden; i++) {
                double in = f.applyAsDouble(clipped(fromInput[i] + back[i] + peep(d, 0, i) * cell[i]));
                double forget = f.applyAsDouble(
                        clipped(fromInput[2 * hidden + i] + back[2 * hidden + i] + peep(d, 2, i) * cell[i]));
                double fresh = g.applyAsDouble(clipped(fromInput[3 * hidden + i] + back[3 * hidden + i]));
                cell[i] = (coupled ? 1 - in : forget) * cell[i] + in * fresh;
                double out =
                        f.applyAsDouble(clipped(fromInput[hidden + i] + back[hidden + i] + peep(d, 1, i) * cell[i]));
                state[i] = out * h.applyAsDouble(cell[i]);
            }
        }

        private double peep(int d, int gate, int i) {
            return call.has(7) ? call.in(7).real((3 * d + gate) * hidden + i) : 0;
        }

        private double clipped(double value) {
            double most = call.real("clip", 0);
            return most > 0 ? Math.clamp(value, -most, most) : value;
        }

        private DoubleUnaryOperator function(int d, int each, int which, String otherwise) {
            List<String> names = call.texts("activations").orElse(List.of());
            int at = d * each + which;
            String name = at < names.size() ? names.get(at) : otherwise;
            double alpha = parameter("activation_alpha", names, at);
            double beta = parameter("activation_beta", names, at);
            return switch (name.toLowerCase(Locale.ROOT)) {
                case "tanh" -> Math::tanh;
                case "sigmoid" -> UnaryMath::sigmoid;
                case "relu" -> value -> Math.max(0, value);
                case "softsign" -> value -> value / (1 + Math.abs(value));
                case "softplus" -> UnaryMath::softplus;
                case "leakyrelu" -> value -> value < 0 ? or(alpha, 0.01) * value : value;
                case "elu" -> value -> value < 0 ? or(alpha, 1) * Math.expm1(value) : value;
                case "thresholdedrelu" -> value -> value >= or(alpha, 1) ? value : 0;
                case "hardsigmoid" -> value -> Math.clamp(or(alpha, 0.2) * value + or(beta, 0.5), 0, 1);
                case "scaledtanh" -> value -> or(alpha, 1) * Math.tanh(or(beta, 1) * value);
                case "affine" -> value -> or(alpha, 1) * value + or(beta, 0);
                default -> throw call.unavailable("the activation " + name + " is not computed");
            };
        }

        private static double or(double given, double otherwise) {
            return Double.isNaN(given) ? otherwise : given;
        }

        /** One for each activation, or for each that takes one; NaN where there is none. */
        private double parameter(String attribute, List<String> names, int at) {
            float[] given = call.reals(attribute).orElse(new float[0]);
            if (given.length >= names.size()) {
                return at < given.length ? given[at] : Double.NaN;
            }
            Set<String> taking = attribute.endsWith("alpha") ? WITH_ALPHA : WITH_BETA;
            long before = names.stream()
                    .limit(at)
                    .filter(name -> taking.contains(name.toLowerCase(Locale.ROOT)))
                    .count();
            return before < given.length ? given[(int) before] : Double.NaN;
        }
    }
}
