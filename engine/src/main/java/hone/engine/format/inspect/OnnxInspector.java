package hone.engine.format.inspect;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.format.onnx.OnnxModel;
import hone.engine.format.onnx.UnsupportedOperator;
import hone.engine.format.onnx.lowering.NotMapped;
import hone.engine.format.onnx.lowering.OnnxImport;
import hone.engine.format.onnx.proto.ElementType;
import hone.engine.format.onnx.proto.TensorProto;
import hone.engine.format.onnx.reference.NdArray;
import hone.engine.format.onnx.reference.TensorValues;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Says what an ONNX file holds: as a graph of the engine's where it becomes one, and else its own nodes with sizes and costs
 * worked out at a batch of 1; its operators in any case.
 */
final class OnnxInspector {
    private final Path path;
    private final OnnxModel file;
    private final MemoryRegion region;
    private final Cancellation stop;

    OnnxInspector(Path path, MemoryRegion region, Cancellation stop) {
        this.path = path;
        this.file = OnnxModel.read(path);
        this.region = region;
        this.stop = stop;
    }

    Inspection inspect() {
        if (!file.unsupported().isEmpty()) {
            List<String> unsupported = file.unsupported().stream()
                    .map(UnsupportedOperator::toString)
                    .toList();
            return of(Optional.empty(), new Inspection.NotRun(unsupported, List.of()));
        }
        try {
            OnnxImport.Outcome outcome = OnnxImport.lower(file, "onnx", region, stop);
            List<String> reference =
                    outcome.notMapped().stream().map(NotMapped::toString).toList();
            Optional<Inspection.Computation> graph = outcome.model().isPresent()
                    ? outcome.model().map(Model::graph).map(lowered -> Inspector.computation("onnx", lowered))
                    : new OnnxNodeRows(file, stop).computation();
            return of(graph, new Inspection.NotRun(List.of(), reference));
        } catch (InvalidInput e) {
            // What runs only once its inputs are there still has weights and operators to tell of
            return of(
                    new OnnxNodeRows(file, stop).computation(),
                    new Inspection.NotRun(List.of(), List.of("all of it: " + e.getMessage())));
        }
    }

    private Inspection of(Optional<Inspection.Computation> graph, Inspection.NotRun notRun) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("opset", Long.toString(file.proto().opsets().getOrDefault("", 1L)));
        if (!file.proto().producer().isEmpty()) {
            facts.put("producer", file.proto().producer());
        }
        Map<String, Long> operators = file.proto().graph().nodes().stream()
                .collect(Collectors.groupingBy(
                        node -> node.domain().isEmpty() ? node.operator() : node.domain() + "." + node.operator(),
                        TreeMap::new,
                        Collectors.counting()));
        facts.put(
                "operators",
                operators.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", ")));
        List<Inspection.Weight> weights = new ArrayList<>();
        for (TensorProto constant : file.proto().graph().constants()) {
            stop.check("looking at the weights");
            weights.add(weight(constant));
        }
        return new Inspection("ONNX", Inspector.bytes(path), facts, weights, graph, notRun);
    }

    private static Inspection.Weight weight(TensorProto constant) {
        List<Object> sizes = Arrays.stream(constant.shape().sizes())
                .mapToObj(size -> (Object) size)
                .toList();
        long elements = constant.shape().elements();
        ElementType type = constant.type();
        long nonFinite = 0;
        if (type.isReal()) {
            NdArray array = TensorValues.of(constant);
            for (int i = 0; i < array.count(); i++) {
                nonFinite += Double.isFinite(array.real(i)) ? 0 : 1;
            }
        }
        return new Inspection.Weight(
                constant.name(), new Inspection.Type(type.name(), sizes, elements, type.bytes(elements)), nonFinite);
    }
}
