package hone.engine.format.onnx.reference;

import hone.engine.InvalidInput;
import hone.engine.OverBudget;
import hone.engine.format.onnx.proto.AttributeProto;
import hone.engine.format.onnx.proto.GraphProto;
import hone.engine.format.onnx.proto.ModelProto;
import hone.engine.format.onnx.proto.NodeProto;
import hone.engine.format.onnx.proto.TensorProto;

/**
 * What running one model may cost, so that a small file cannot ask for endless loops or vast tensors: steps of work in
 * proportion to the weights that the file brings, and half of the heap for the values that are alive at once.
 */
final class RunBudget {
    /** A node by itself, in steps: looking up names and attributes takes as long as so many elements. */
    static final long NODE_STEPS = 3_000;

    /** A step takes about a nanosecond, so this is a few seconds. */
    private static final long ALWAYS_STEPS = 3_000_000_000L;

    /** A weight of a convolution is used once for every pixel. */
    private static final long STEPS_FOR_A_WEIGHT_BYTE = 10_000;

    /** Looking at a value of a sequence, to know what it holds. */
    private static final long COUNTING_STEPS = 20;

    private static final long ELEMENT_BYTES = 8;
    private static final long VALUE_BYTES = 100;
    private static final long TENSOR_BYTES = 250;

    private final long steps;
    private final long bytes;
    private long worked;
    private long held;

    private RunBudget(long steps, long bytes) {
        this.steps = steps;
        this.bytes = bytes;
    }

    static RunBudget of(ModelProto model) {
        long weights = weightBytes(model.graph());
        return new RunBudget(
                ALWAYS_STEPS + STEPS_FOR_A_WEIGHT_BYTE * weights,
                Runtime.getRuntime().maxMemory() / 2);
    }

    private static long weightBytes(GraphProto graph) {
        long bytes = 0;
        for (TensorProto constant : graph.constants()) {
            bytes += constant.stored().length();
        }
        for (NodeProto node : graph.nodes()) {
            for (AttributeProto attribute : node.attributes().values()) {
                bytes += attribute.tensor() == null
                        ? 0
                        : attribute.tensor().stored().length();
                bytes += attribute.graph() == null ? 0 : weightBytes(attribute.graph());
            }
        }
        return bytes;
    }

    /** @throws InvalidInput if the model has had its share */
    void work(long more) {
        worked = more < 0 || worked + more < 0 ? Long.MAX_VALUE : worked + more;
        if (worked > steps) {
            throw new InvalidInput(
                    "the ONNX model takes too long",
                    "",
                    "it asks for more than " + steps + " steps of work, which a file of its weights has no reason to");
        }
    }

    /** A value is looked at once, element by element. */
    void lookAt(OnnxValue value) {
        work(
                switch (value) {
                    case NdArray array -> array.count();
                    case OnnxValue.Sequence(var values) -> values.size();
                    case OnnxValue.Maybe _ -> 1;
                });
    }

    /**
     * Takes a value into account.
     *
     * @return its bytes, for {@link #release}
     * @throws OverBudget if it does not fit beside the others
     */
    long hold(OnnxValue value) {
        long more = bytes(value);
        if (more > bytes - held) {
            throw new OverBudget("running the ONNX model", more, bytes - held, "start Hone with a larger heap (-Xmx)");
        }
        held += more;
        return more;
    }

    /** @throws OverBudget if so many tensors of any size do not fit beside what is alive */
    void room(long tensors) {
        if (tensors > (bytes - held) / TENSOR_BYTES) {
            throw new OverBudget(
                    "running the ONNX model",
                    tensors * TENSOR_BYTES,
                    bytes - held,
                    "start Hone with a larger heap (-Xmx)");
        }
    }

    /** @throws OverBudget if so many elements do not fit beside what is alive */
    void space(double elements) {
        double more = elements * ELEMENT_BYTES;
        if (more > bytes - held) {
            throw new OverBudget(
                    "running the ONNX model", (long) more, bytes - held, "start Hone with a larger heap (-Xmx)");
        }
    }

    void release(long less) {
        held -= less;
    }

    private long bytes(OnnxValue value) {
        return VALUE_BYTES
                + switch (value) {
                    case NdArray array -> array.type().isText() ? textBytes(array) : ELEMENT_BYTES * array.count();
                    case OnnxValue.Sequence(var values) -> {
                        work(COUNTING_STEPS * values.size());
                        yield values.stream().mapToLong(this::bytes).sum();
                    }
                    case OnnxValue.Maybe(var inside) -> inside.map(this::bytes).orElse(0L);
                };
    }

    private static long textBytes(NdArray array) {
        long bytes = 0;
        for (int i = 0; i < array.count(); i++) {
            bytes += VALUE_BYTES + array.text(i).length();
        }
        return bytes;
    }
}
