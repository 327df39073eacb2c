package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import hone.engine.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Random numbers. The specification leaves the generator open, so no file can say what is right; here they come from {@link
 * CounterRandom}, by the node's seed, or by its name where it has none, and are the same in every run.
 */
final class RandomNumbers implements Operator {
    /** The stream of the operators of ONNX files. */
    private static final long STREAM = 0x6F6E6E78L;

    @Override
    public Set<String> names() {
        return Set.of(
                "RandomUniform", "RandomUniformLike", "RandomNormal", "RandomNormalLike", "Bernoulli", "Multinomial");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        long seed = call.hasAttribute("seed")
                ? Float.floatToRawIntBits((float) call.real("seed", 0))
                : call.title().hashCode();
        CounterRandom random = new CounterRandom(seed, STREAM, 0);
        return List.of(
                switch (call.operator()) {
                    case "RandomUniform", "RandomNormal" -> {
                        int[] dims =
                                call.wholes("shape").map(Dims::of).orElseThrow(() -> call.wrong("it has no shape"));
                        yield filled(call, random, call.type("dtype", ElementType.F32), dims);
                    }
                    case "Bernoulli" -> bernoulli(call, random, call.in(0));
                    case "Multinomial" -> multinomial(call, random, call.in(0));
                    default ->
                        filled(
                                call,
                                random,
                                call.type("dtype", call.in(0).type()),
                                call.in(0).dims());
                });
    }

    private static NdArray filled(Call call, CounterRandom random, ElementType type, int... dims) {
        boolean normal = call.operator().startsWith("RandomNormal");
        double first = normal ? call.real("mean", 0) : call.real("low", 0);
        double second = normal ? call.real("scale", 1) : call.real("high", 1);
        double[] out = new double[Dims.count(dims)];
        call.work(out.length, 50);
        for (int i = 0; i < out.length; i++) {
            out[i] = normal ? first + second * random.nextGaussian() : random.uniform(first, second);
        }
        return NdArray.ofNumbers(type, dims, out);
    }

    private static NdArray bernoulli(Call call, CounterRandom random, NdArray x) {
        double[] out = x.reals();
        for (int i = 0; i < out.length; i++) {
            out[i] = random.nextDouble() < out[i] ? 1 : 0;
        }
        return NdArray.ofNumbers(call.type("dtype", x.type()), x.dims(), out);
    }

    /** x // (batch, classes): logarithms of what each class is worth. */
    private static NdArray multinomial(Call call, CounterRandom random, NdArray x) {
        if (x.rank() != 2 || x.dim(1) == 0) {
            throw call.wrong(x + " is no matrix of classes");
        }
        int classes = x.dim(1);
        int samples = Dims.of(call.whole("sample_size", 1))[0];
        int[] dims = {x.dim(0), samples};
        double[] out = new double[Dims.count(dims)];
        call.work(out.length, classes + 50.0);
        double[] shares = new double[classes];
        for (int i = 0; i < out.length; i++) {
            if (i % samples == 0) {
                int row = i / samples * classes;
                Arrays.setAll(shares, c -> x.real(row + c));
                AlongAxis.softmax(ElementType.F64, shares);
            }
            double rest = random.nextDouble();
            int chosen = 0;
            while (chosen < classes - 1 && rest >= shares[chosen]) {
                rest -= shares[chosen++];
            }
            out[i] = chosen;
        }
        return NdArray.ofNumbers(call.type("dtype", ElementType.I32), dims, out);
    }
}
