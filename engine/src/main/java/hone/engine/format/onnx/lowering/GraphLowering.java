package hone.engine.format.onnx.lowering;

import hone.engine.InvalidInput;
import hone.engine.format.onnx.proto.ElementType;
import hone.engine.format.onnx.proto.NodeProto;
import hone.engine.format.onnx.proto.ValueInfoProto;
import hone.engine.graph.Op;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;

/**
 * One model on its way into the engine's graph, node by node in the order of the file. A node that no lowering takes stays
 * behind, and only matters if an output needs it: it may be the middle of a pattern whose last node is lowered as a whole.
 */
final class GraphLowering {
    private static final int LONGEST_NAME = 240;

    private final SizedTwice sized;
    private final Map<String, Planned> planned = new HashMap<>();
    private final Map<String, NodeProto> makers = new HashMap<>();
    private final IdentityHashMap<NodeProto, String> refusals = new IdentityHashMap<>();
    private final Map<String, Long> limits = new HashMap<>();
    private final PlannedWeights weights = new PlannedWeights(this);
    private final List<Planned> inputs = new ArrayList<>();
    private int count;

    GraphLowering(SizedTwice sized) {
        this.sized = sized;
        for (NodeProto node : sized.model().proto().graph().nodes()) {
            node.outputs().forEach(output -> makers.put(output, node));
        }
        sized.inputs().forEach(this::input);
        sized.nodes().forEach(this::lower);
    }

    private void input(ValueInfoProto input) {
        DType dtype = dtype(input);
        List<Dim> dims = sized.dims(input.name()).orElseThrow();
        Planned value = Planned.input(named(input.name()), new TensorType(dtype, dims), count++);
        inputs.add(value);
        planned.put(input.name(), value);
    }

    private static DType dtype(ValueInfoProto input) {
        ElementType type = input.type().orElse(ElementType.F32);
        return EngineTypes.of(type)
                .orElseThrow(() -> new InvalidInput(
                        "the ONNX model cannot be lowered to the engine's graph",
                        "input " + input.name(),
                        "its elements are " + type + ", and graphs here take F32, I32, I64, I8, U8 and BOOL"));
    }

    private void lower(NodeProto node) {
        String refusal = "";
        List<Lowering> fitting = Lowerings.standard(node.domain()) ? Lowerings.of(node.operator()) : List.of();
        for (Lowering lowering : fitting) {
            LoweringSite site = new LoweringSite(this, node);
            Optional<Planned> result = lowering.lower(site);
            if (result.isPresent()) {
                if (isAsSpecialized(node.outputs().getFirst(), result.get())) {
                    planned.put(node.outputs().getFirst(), result.get());
                    return;
                }
                refusal = "its result would be " + result.get().type();
            }
            refusal = site.refusal().isEmpty() ? refusal : site.refusal();
        }
        refusals.put(node, refusal);
    }

    /** A lowering that gives another shape than the file's own operators is no lowering. */
    private boolean isAsSpecialized(String name, Planned value) {
        return sized.dims(name).filter(dims -> dims.equals(value.type().dims())).isPresent();
    }

    SizedTwice sized() {
        return sized;
    }

    PlannedWeights weights() {
        return weights;
    }

    /** The inputs, in the order of the file. */
    List<Planned> inputs() {
        return inputs;
    }

    /** What a value has become. */
    Optional<Planned> planned(String name) {
        return Optional.ofNullable(planned.get(name));
    }

    /** A further result of a node that is lowered by itself. */
    void put(String name, Planned value) {
        if (isAsSpecialized(name, value)) {
            planned.put(name, value);
        }
    }

    /** The node that makes a value, constants included. */
    Optional<LoweringSite> maker(String name) {
        return Optional.ofNullable(makers.get(name)).map(node -> new LoweringSite(this, node));
    }

    /** @throws InvalidInput if the op does not fit its inputs */
    Planned apply(String name, Op op, List<Planned> values) {
        return applyAll(name, op, values).getFirst();
    }

    /** @throws InvalidInput if the op does not fit its inputs */
    List<Planned> applyAll(String name, Op op, List<Planned> values) {
        List<TensorType> types = op.infer(values.stream().map(Planned::type).toList());
        Planned first = Planned.applied(named(name), op, values, types.getFirst(), count++);
        List<Planned> all = new ArrayList<>(List.of(first));
        for (int output = 1; output < types.size(); output++) {
            all.add(Planned.further(first, output, types.get(output), count++));
        }
        return all;
    }

    Planned weight(String name, TensorType type, IntToDoubleFunction elements) {
        return Planned.weight(named(name), type, elements, count++);
    }

    /**
     * Asks for a symbol to stay at or below a size, such as the positions that a table has.
     *
     * @return whether it does already; else the whole model has to be lowered again within {@link #limits}
     */
    boolean limit(Dim dim, long most) {
        if (dim.max() <= most) {
            return true;
        }
        if (dim instanceof Dim.Symbol symbol) {
            limits.merge(symbol.name(), most, Math::min);
        }
        return false;
    }

    /** Sizes that symbols turned out not to be able to exceed. */
    Map<String, Long> limits() {
        return limits;
    }

    private static String named(String wanted) {
        return wanted.isEmpty() ? "unnamed" : wanted.substring(0, Math.min(LONGEST_NAME, wanted.length()));
    }

    /**
     * The nodes that outputs need and that nothing of the engine stands for, grouped by operator and reason. A node that is
     * not lowered only because what it uses is not stays unnamed, unless the engine does not know its operator at all.
     */
    List<NotMapped> notMapped() {
        Set<NodeProto> needed = neededRefusals();
        Map<List<String>, List<String>> grouped = new LinkedHashMap<>();
        for (NodeProto node : sized.nodes()) {
            if (!needed.contains(node)) {
                continue;
            }
            String refusal = refusals.getOrDefault(node, "nothing here gives more than its first result");
            boolean known = Lowerings.standard(node.domain())
                    && !Lowerings.of(node.operator()).isEmpty();
            boolean blocked = known && node.inputs().stream().anyMatch(this::isMissing);
            if (!blocked) {
                String operator = node.domain().isEmpty() ? node.operator() : node.domain() + "." + node.operator();
                grouped.computeIfAbsent(List.of(operator, refusal), _ -> new ArrayList<>())
                        .add(node.title());
            }
        }
        List<NotMapped> all = new ArrayList<>();
        grouped.forEach((key, nodes) -> all.add(new NotMapped(key.get(0), key.get(1), nodes)));
        return all;
    }

    /** Whether a value depends on inputs and was not lowered. */
    private boolean isMissing(String name) {
        return !name.isEmpty() && !sized.isConstant(name) && !planned.containsKey(name);
    }

    private Set<NodeProto> neededRefusals() {
        Deque<String> open = new ArrayDeque<>();
        sized.model().proto().graph().outputs().forEach(output -> open.add(output.name()));
        Set<NodeProto> found = Collections.newSetFromMap(new IdentityHashMap<>());
        while (!open.isEmpty()) {
            String name = open.remove();
            NodeProto node = makers.get(name);
            if (isMissing(name) && node != null && found.add(node)) {
                open.addAll(node.inputs());
            }
        }
        return found;
    }
}
