package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Scaled dot-product attention with its mask, cache and grouped heads; FlexAttention lets graphs change scores and
 * probabilities instead. Each step of the definition is rounded to the type that it has there.
 *
 * <p>q // (batch, heads, queries, size), k // (batch, groups, keys, size), v // (batch, groups, keys, width), or three
 * dimensions with the heads beside each other in the last.
 */
final class AttentionOperator implements Operator {
    private static final String FLEXIBLE = "ai.onnx.preview.FlexAttention";

    @Override
    public Set<String> names() {
        return Set.of("Attention", FLEXIBLE);
    }

    @Override
    public List<OnnxValue> run(Call call) {
        return call.operator().equals("FlexAttention") ? List.of(flexible(call)) : attend(call);
    }

    private static List<OnnxValue> attend(Call call) {
        boolean flat = call.in(0).rank() == 3;
        NdArray q = heads(call, call.in(0), "q_num_heads");
        NdArray k = heads(call, call.in(1), "kv_num_heads");
        NdArray v = heads(call, call.in(2), "kv_num_heads");
        if (call.has(4) != call.has(5)) {
            throw call.wrong("its past keys and values come only together");
        }
        int past = 0;
        if (call.has(4)) {
            past = cached(call, 4, k);
            k = Joining.concat(call, List.of(call.in(4), k), 2);
            v = Joining.concat(call, List.of(call.in(5), v), 2);
        }
        requireSame(call, q, k, v);
        announce(call, q, k);
        AttentionBias bias = AttentionBias.of(call, q, k, past);
        NdArray scores = scores(call, q, k);
        long shown = call.whole("qk_matmul_output_mode", 0);
        NdArray debug = scores;
        double cap = call.real("softcap", 0);
        if (cap > 0) {
            ElementType type = q.type();
            scores = scores.mapped(x -> Rounding.real(type, Math.tanh(Rounding.real(type, x / cap))) * cap);
        }
        debug = shown == 1 ? scores : debug;
        scores = bias.added(scores);
        debug = shown == 2 ? scores : debug;
        NdArray probabilities = bias.probabilities(scores, call.type("softmax_precision", q.type()))
                .as(q.type());
        debug = shown == 3 ? probabilities : debug;
        NdArray y = Products.product(call, probabilities, grouped(call, v, q.dim(1)), q.type());
        NdArray out = flat
                ? y.transposed(0, 2, 1, 3).reshaped(y.dim(0), y.dim(2), Math.multiplyExact(y.dim(1), y.dim(3)))
                : y;
        return List.of(out, k, v, debug);
    }

    /** Scores are looked at some ten times, and are there as often until the last of them is made. */
    private static void announce(Call call, NdArray q, NdArray k) {
        call.work(q.dim(0), q.dim(1), q.dim(2), k.dim(2), 100);
        call.space(q.dim(0), q.dim(1), q.dim(2), k.dim(2), 10);
    }

    private static int cached(Call call, int input, NdArray k) {
        if (call.in(input).rank() != 4) {
            throw call.wrong("its past keys are " + call.in(input) + " beside keys " + k);
        }
        return call.in(input).dim(2);
    }

    /** Four dimensions, the heads second. */
    private static NdArray heads(Call call, NdArray x, String attribute) {
        if (x.rank() == 4) {
            return x;
        }
        int heads = (int) call.whole(attribute, 0);
        if (x.rank() != 3 || heads < 1 || x.dim(2) % heads != 0) {
            throw call.wrong(x + " does not split into " + heads + " heads");
        }
        return x.reshaped(x.dim(0), x.dim(1), heads, x.dim(2) / heads).transposed(0, 2, 1, 3);
    }

    private static void requireSame(Call call, NdArray q, NdArray k, NdArray v) {
        boolean fits = q.rank() == 4
                && k.rank() == 4
                && v.rank() == 4
                && q.dim(0) == k.dim(0)
                && k.dim(0) == v.dim(0)
                && k.dim(1) == v.dim(1)
                && k.dim(2) == v.dim(2)
                && q.dim(3) == k.dim(3)
                && k.dim(1) > 0
                && q.dim(1) % k.dim(1) == 0;
        if (!fits) {
            throw call.wrong("queries " + q + ", keys " + k + " and values " + v + " do not fit one another");
        }
    }

    /** Each group of keys or values once for every head that uses it. */
    private static NdArray grouped(Call call, NdArray x, int heads) {
        int each = heads / x.dim(1);
        if (each == 1) {
            return x;
        }
        if (each * x.dim(1) != heads) {
            throw call.wrong(x.dim(1) + " groups for " + heads + " heads");
        }
        return x.reshaped(x.dim(0), x.dim(1), 1, x.dim(2), x.dim(3))
                .spread(x.dim(0), x.dim(1), each, x.dim(2), x.dim(3))
                .reshaped(x.dim(0), heads, x.dim(2), x.dim(3));
    }

    /** The root of the scale goes to both sides before they are multiplied. */
    private static NdArray scores(Call call, NdArray q, NdArray k) {
        double scale = call.real("scale", (float) (1 / Math.sqrt(q.dim(3))));
        double root = Rounding.real(q.type(), (float) Math.sqrt(scale));
        NdArray keys = grouped(call, k, q.dim(1)).transposed(0, 1, 3, 2);
        return Products.product(call, q.mapped(x -> x * root), keys.mapped(x -> x * root), q.type());
    }

    private static NdArray flexible(Call call) {
        NdArray q = call.in(0);
        NdArray k = call.in(1);
        NdArray v = call.in(2);
        requireSame(call, q, k, v);
        announce(call, q, k);
        ElementType narrow = q.type().bits() < Float.SIZE ? ElementType.F32 : q.type();
        ElementType type = call.type("softmax_precision", narrow);
        NdArray scores = changed(call, "score_mod", scores(call, q, k).as(type));
        double[] rows = scores.reals();
        int keys = k.dim(2);
        for (int start = 0; start < rows.length; start += keys) {
            double[] row = Arrays.copyOfRange(rows, start, start + keys);
            AlongAxis.softmax(type, row);
            System.arraycopy(row, 0, rows, start, keys);
        }
        NdArray probabilities = changed(call, "prob_mod", NdArray.ofReals(type, scores.dims(), rows));
        return Products.product(call, probabilities, grouped(call, v, q.dim(1)).as(type), type)
                .as(v.type());
    }

    private static NdArray changed(Call call, String graph, NdArray x) {
        if (!call.hasAttribute(graph)) {
            return x;
        }
        Optional<OnnxValue> result = call.run(graph, List.of(x)).stream().findFirst();
        if (result.orElse(null) instanceof NdArray array && Arrays.equals(array.dims(), x.dims())) {
            return array;
        }
        throw call.wrong("its graph " + graph + " does not give a tensor of " + x);
    }
}
