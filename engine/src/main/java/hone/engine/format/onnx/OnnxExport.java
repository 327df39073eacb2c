package hone.engine.format.onnx;

import hone.engine.InvalidInput;
import hone.engine.format.AtomicFile;
import hone.engine.format.onnx.op.OnnxMappings;
import hone.engine.format.onnx.proto.Message;
import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.graph.Op;
import hone.engine.graph.Value;
import hone.engine.model.Model;
import hone.engine.rewrite.Unfusion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a model as ONNX. Nodes and weights keep their names, outputs theirs; a symbol such as {@code batch} stays a
 * dimension with a name. The same model gives the same bytes.
 */
public final class OnnxExport {
    /** No protobuf message can be longer. */
    private static final long MOST_BYTES = Integer.MAX_VALUE;

    private OnnxExport() {}

    /**
     * The model as the bytes of a file.
     *
     * @throws InvalidInput if the model cannot be said in ONNX; the sentence names all that stands in the way
     */
    public static byte[] bytes(Model model) {
        return message(model).toBytes();
    }

    /**
     * Writes the model into a file; its folder must exist.
     *
     * @throws InvalidInput if the model cannot be said in ONNX, or the file cannot be written; what was there is unharmed
     */
    public static void write(Model model, Path path) {
        Message message = message(model);
        AtomicFile.write(path, message::writeTo);
    }

    private static Message message(Model model) {
        // ONNX has no fused activations, and runtimes fuse for themselves
        Model unfused = Unfusion.of(model);
        refuse(unfused.graph());
        Message message = new ModelInOnnx(unfused).write();
        if (message.length() > MOST_BYTES) {
            throw new InvalidInput(
                    "the model is too large for one ONNX file",
                    model.id(),
                    message.length() + " bytes, at most " + MOST_BYTES);
        }
        return message;
    }

    private static void refuse(Graph graph) {
        Map<String, String> reasons = new TreeMap<>();
        for (Node.State state : graph.states()) {
            reasons.put("the state " + state.name(), "ONNX graphs keep nothing from run to run");
        }
        for (Node.Input input : graph.inputs()) {
            Value output = graph.outputs().get(input.name());
            if (output != null && !output.equals(graph.find(input.name()).orElseThrow())) {
                reasons.put("the output " + input.name(), "an input has its name, and ONNX knows each name once");
            }
        }
        for (Node.Apply node : graph.applications()) {
            Op op = node.op();
            if (OnnxMappings.find(op).isEmpty()) {
                reasons.put(op.kind(), OnnxMappings.WITHOUT.getOrDefault(op.getClass(), "only training uses it"));
            }
        }
        if (!reasons.isEmpty()) {
            List<String> sentences = reasons.entrySet().stream()
                    .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                    .toList();
            throw new InvalidInput("the model cannot be written as ONNX", "", String.join("; ", sentences));
        }
    }
}
