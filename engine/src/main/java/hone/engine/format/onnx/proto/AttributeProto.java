package hone.engine.format.onnx.proto;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attribute of a node. Only the part that its type names is filled.
 *
 * @param reference the name of the function's attribute whose value it takes; empty where it has its own
 */
public record AttributeProto(
        String name,
        String reference,
        float real,
        long whole,
        String text,
        @Nullable TensorProto tensor,
        @Nullable GraphProto graph,
        float[] reals,
        long[] wholes,
        List<String> texts) {
    public AttributeProto {
        texts = List.copyOf(texts);
    }
}
