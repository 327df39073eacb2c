package hone.engine.format.onnx.lowering;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hone.engine.Cancellation;
import hone.engine.format.onnx.OnnxModel;
import hone.engine.format.onnx.proto.ElementType;
import hone.engine.format.onnx.proto.OnnxGraph;
import hone.engine.format.onnx.reference.NdArray;
import hone.engine.format.onnx.reference.OnnxValue;
import hone.engine.model.Model;
import hone.engine.random.CounterRandom;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A graph written by hand, which gives on the engine what the reference operators give. */
final class LoweredCheck {
    /** The first dimension of what {@link #rows} says. */
    static final Dim BATCH = Dim.symbol("batch", 8);

    private final RoundTrip trip;
    private final OnnxGraph graph = new OnnxGraph();
    private final Map<String, TensorType> inputs = new LinkedHashMap<>();
    private int constants;

    LoweredCheck(RoundTrip trip) {
        this.trip = trip;
    }

    /** Values of float32 with these sizes behind an open batch. */
    static TensorType rows(long... sizes) {
        Dim[] dims = new Dim[sizes.length + 1];
        dims[0] = BATCH;
        for (int d = 0; d < sizes.length; d++) {
            dims[d + 1] = Dim.of(sizes[d]);
        }
        return TensorType.f32(dims);
    }

    OnnxGraph graph() {
        return graph;
    }

    LoweredCheck input(String name, TensorType type) {
        inputs.put(name, type);
        graph.input(name, type);
        return this;
    }

    /** A node called as its result. */
    hone.engine.format.onnx.proto.OnnxNode node(String operator, String result, String... operands) {
        return graph.node(result, operator, List.of(operands), List.of(result));
    }

    /** A constant of normal numbers, scaled by 1/√fan-in. */
    String numbers(String name, long... sizes) {
        int count = (int) Shape.of(sizes).elements();
        float[] values = new float[count];
        CounterRandom random = new CounterRandom(17, constants++, 0);
        double scale = 1 / Math.sqrt((double) sizes[sizes.length - 1]);
        for (int i = 0; i < count; i++) {
            values[i] = (float) (scale * random.nextGaussian());
        }
        return graph.floats(name, values, sizes);
    }

    String positive(String name, long... sizes) {
        float[] values = new float[(int) Shape.of(sizes).elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.5F + i % 7;
        }
        return graph.floats(name, values, sizes);
    }

    String number(String name, double value) {
        return graph.floats(name, new float[] {(float) value});
    }

    LoweredCheck output(String name, TensorType type) {
        graph.output(name, type);
        return this;
    }

    OnnxModel model() {
        return OnnxModel.read(graph.model("test", "hand").toBytes(), "test");
    }

    /** Lowered, and compared with the reference at a batch of 3 and sequences of 4. */
    Model same(double tolerance, String... kinds) {
        OnnxModel file = model();
        Model model = trip.lowered(file).require("test");
        if (kinds.length > 0) {
            assertEquals(
                    List.of(kinds),
                    model.graph().applications().stream()
                            .map(node -> node.op().kind())
                            .toList());
        }
        Map<String, Tensor> given = new HashMap<>();
        Map<String, OnnxValue> arrays = new HashMap<>();
        inputs.forEach((name, type) -> {
            Tensor tensor = given(name, type);
            given.put(name, tensor);
            arrays.put(name, array(tensor, type.dtype() == DType.I64 ? ElementType.I64 : null));
        });
        Map<String, OnnxValue> expected = file.run(arrays, new Cancellation());
        Map<String, float[]> actual = trip.run(model, given);
        expected.forEach((name, value) -> {
            NdArray array = (NdArray) value;
            float[] numbers = new float[array.count()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) array.real(i);
            }
            assertArrayEquals(numbers, Objects.requireNonNull(actual.get(name)), (float) tolerance, name);
        });
        return model;
    }

    private Tensor given(String name, TensorType type) {
        long[] sizes = type.resolve(Map.of("batch", 3L, "seq", 4L)).sizes();
        if (type.dtype() == DType.F32) {
            return trip.uniform(name.hashCode(), sizes);
        }
        return name.equals("position") ? trip.position(1) : trip.ids(5, sizes);
    }

    static NdArray array(Tensor tensor, @Nullable ElementType whole) {
        int[] dims = new int[tensor.shape().rank()];
        for (int d = 0; d < dims.length; d++) {
            dims[d] = (int) tensor.shape().size(d);
        }
        int count = (int) tensor.shape().elements();
        if (tensor.dtype() == DType.F32) {
            double[] reals = new double[count];
            for (int i = 0; i < count; i++) {
                reals[i] = tensor.getFloat(i);
            }
            return NdArray.ofReals(ElementType.F32, dims, reals);
        }
        long[] wholes = new long[count];
        for (int i = 0; i < count; i++) {
            wholes[i] = tensor.segment().getAtIndex(ValueLayout.JAVA_INT, i);
        }
        return NdArray.ofWholes(whole == null ? ElementType.I32 : whole, dims, wholes);
    }

    static Tensor tensor(RoundTrip trip, NdArray array) {
        long[] sizes = new long[array.rank()];
        for (int d = 0; d < sizes.length; d++) {
            sizes[d] = array.dim(d);
        }
        boolean real = array.type().isReal();
        Tensor tensor = trip.region().tensor(real ? DType.F32 : DType.I32, Shape.of(sizes));
        for (int i = 0; i < array.count(); i++) {
            if (real) {
                tensor.setFloat(i, (float) array.real(i));
            } else {
                tensor.segment().setAtIndex(ValueLayout.JAVA_INT, i, (int) array.whole(i));
            }
        }
        return tensor;
    }
}
