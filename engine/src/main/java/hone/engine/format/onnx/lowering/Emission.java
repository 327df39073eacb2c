package hone.engine.format.onnx.lowering;

import hone.engine.InvalidInput;
import hone.engine.format.onnx.proto.ValueInfoProto;
import hone.engine.format.onnx.reference.NdArray;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Value;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Model;
import hone.engine.tensor.DType;
import hone.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;

/** What outputs need of a lowered model, as a graph with its weights. */
final class Emission {
    private final GraphLowering lowering;
    private final MemoryRegion region;
    private final GraphBuilder builder = new GraphBuilder();
    private final IdentityHashMap<Planned, Value> values = new IdentityHashMap<>();
    private final Map<String, Tensor> weights = new HashMap<>();
    private final Set<String> names = new HashSet<>();

    Emission(GraphLowering lowering, MemoryRegion region) {
        this.lowering = lowering;
        this.region = region;
    }

    /** All inputs of the file stay, even those that nothing uses. */
    Model model(String id) {
        Map<String, Planned> outputs = new LinkedHashMap<>();
        for (ValueInfoProto output : lowering.sized().model().proto().graph().outputs()) {
            outputs.put(output.name(), planned(output.name()));
        }
        lowering.inputs().forEach(input -> values.put(input, builder.input(unique(input.name()), input.type())));
        for (Planned each : needed(outputs.values())) {
            if (!values.containsKey(each)) {
                values.put(each, emit(each));
            }
        }
        outputs.forEach((name, value) -> builder.output(name, value(value)));
        return new Model(id, builder.build(), weights);
    }

    /** An output may be a constant, too. */
    private Planned planned(String name) {
        return lowering.planned(name).orElseGet(() -> {
            NdArray array = lowering.sized()
                    .constant(name)
                    .filter(constant -> EngineTypes.of(constant.type()).isPresent())
                    .orElseThrow(
                            () -> new InvalidInput(
                                    "the ONNX model cannot be lowered to the engine's graph",
                                    "output " + name,
                                    "it is a constant that differs with the inputs' sizes, or of a type that graphs here do not have"));
            return lowering.weights().typed(name, array);
        });
    }

    private Value value(Planned planned) {
        return java.util.Objects.requireNonNull(values.get(planned));
    }

    private static List<Planned> needed(Iterable<Planned> outputs) {
        Deque<Planned> open = new ArrayDeque<>();
        outputs.forEach(open::add);
        Set<Planned> found = new HashSet<>();
        while (!open.isEmpty()) {
            Planned each = open.remove();
            if (found.add(each)) {
                open.addAll(each.inputs());
            }
        }
        List<Planned> all = new ArrayList<>(found);
        all.sort(Comparator.comparingInt(Planned::number));
        return all;
    }

    private Value emit(Planned each) {
        if (each.op().isPresent()) {
            List<Value> inputs = each.inputs().stream().map(this::value).toList();
            return builder.apply(unique(each.name()), each.op().get(), inputs).getFirst();
        }
        if (each.output() > 0) {
            return new Value(value(each.inputs().getFirst()).node(), each.output());
        }
        String name = unique(each.name());
        Tensor tensor = region.tensor(each.type().dtype(), each.type().maxShape());
        fill(tensor, each.elements().orElseThrow());
        weights.put(name, tensor);
        return builder.weight(name, each.type());
    }

    /** Of what is planned under one name the first that is needed gets it, and the others a number behind it. */
    private String unique(String wanted) {
        String name = wanted;
        for (int more = 2; !names.add(name); more++) {
            name = wanted + "~" + more;
        }
        return name;
    }

    private static void fill(Tensor tensor, IntToDoubleFunction elements) {
        MemorySegment segment = tensor.segment();
        int count = Math.toIntExact(tensor.shape().elements());
        for (int i = 0; i < count; i++) {
            double element = elements.applyAsDouble(i);
            switch (tensor.dtype()) {
                case F32 -> segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) element);
                case F16 -> segment.setAtIndex(ValueLayout.JAVA_SHORT, i, Float.floatToFloat16((float) element));
                case I8, U8, BOOL -> segment.set(ValueLayout.JAVA_BYTE, i, (byte) (int) element);
                case I32 -> segment.setAtIndex(ValueLayout.JAVA_INT, i, (int) element);
                case BF16, I64 -> throw new IllegalStateException("no op takes weights of " + DType.BF16 + " or I64");
            }
        }
    }
}
