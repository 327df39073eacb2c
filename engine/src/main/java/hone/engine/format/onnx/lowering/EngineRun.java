package hone.engine.format.onnx.lowering;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Unavailable;
import hone.engine.format.onnx.OnnxModel;
import hone.engine.format.onnx.proto.ElementType;
import hone.engine.format.onnx.proto.ValueInfoProto;
import hone.engine.format.onnx.reference.NdArray;
import hone.engine.format.onnx.reference.OnnxValue;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Model;
import hone.engine.run.Executor;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An ONNX model run once on the engine, as a graph of its own ops at just these inputs' sizes. */
public final class EngineRun {
    private EngineRun() {}

    /**
     * Runs it.
     *
     * @param inputs by name; small ones of 64-bit whole numbers are taken for sizes where the model has no fixed shapes else
     * @return the outputs by name, in their order
     * @throws Unavailable if some of its operators have no op here, all of which are named, or its types or sizes keep it
     *     from being a graph
     * @throws InvalidInput if an input does not fit
     * @throws hone.engine.OverBudget if it takes more memory than {@code budget} has
     */
    public static Map<String, OnnxValue> run(
            OnnxModel model, Map<String, OnnxValue> inputs, MemoryBudget budget, Cancellation stop) {
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        inputs.forEach((name, value) -> {
            if (!(value instanceof NdArray array)) {
                throw new Unavailable("a graph of the engine's", "the input " + name + " is no tensor", "");
            }
            if (array.count() == 0) {
                throw new Unavailable("a graph of the engine's", "the input " + name + " is empty", "");
            }
            arrays.put(name, array);
        });
        OnnxModel sized = model.withInputSizes(sizes(arrays));
        try (MemoryRegion region = budget.open(Category.WEIGHTS, "an ONNX model")) {
            Map<String, NdArray> carried = new HashMap<>();
            Model lowered = lowered(sized, arrays, carried, region, stop);
            if (!carried.isEmpty() && lowered.graph().applications().isEmpty()) {
                throw new Unavailable(
                        "a graph of the engine's", "with its sizes known nothing of it is left to compute", "");
            }
            return run(lowered, model, arrays, carried, budget, stop);
        }
    }

    private static Map<String, List<String>> sizes(Map<String, NdArray> arrays) {
        Map<String, List<String>> sizes = new HashMap<>();
        arrays.forEach((name, array) -> {
            List<String> each = new ArrayList<>();
            for (int d = 0; d < array.rank(); d++) {
                each.add(Integer.toString(array.dim(d)));
            }
            sizes.put(name, each);
        });
        return sizes;
    }

    /** @param carried gets the inputs that became constants */
    private static Model lowered(
            OnnxModel model,
            Map<String, NdArray> arrays,
            Map<String, NdArray> carried,
            MemoryRegion region,
            Cancellation stop) {
        Map<String, NdArray> small = new HashMap<>();
        arrays.forEach((name, array) -> {
            if (array.type() == ElementType.I64 && array.rank() <= 1) {
                small.put(name, array);
            }
        });
        try {
            OnnxImport.Outcome outcome = OnnxImport.lower(model, "onnx", region, stop);
            if (small.isEmpty() || outcome.model().isPresent()) {
                return outcome.require("at hand");
            }
        } catch (InvalidInput e) {
            if (small.isEmpty()) {
                throw new Unavailable("a graph of the engine's", e.getMessage(), "");
            }
        }
        carried.putAll(small);
        try {
            return OnnxImport.lower(model, small, "onnx", region, stop).require("at hand");
        } catch (InvalidInput e) {
            throw new Unavailable("a graph of the engine's", e.getMessage(), "");
        }
    }

    private static Map<String, OnnxValue> run(
            Model lowered,
            OnnxModel file,
            Map<String, NdArray> arrays,
            Map<String, NdArray> carried,
            MemoryBudget budget,
            Cancellation stop) {
        // A batch that the file fixes to 1 may be open here
        int batch = arrays.values().stream()
                .mapToInt(array -> array.rank() == 0 ? 1 : Math.clamp(array.dim(0), 1, (int) PlanRequest.MAX_BATCH))
                .max()
                .orElse(1);
        var plan = new Planner(KernelCosts.typical())
                .plan(lowered.graph(), lowered.weights(), PlanRequest.baseline(batch));
        Map<String, OnnxValue> outputs = new LinkedHashMap<>();
        try (KernelPool pool = new KernelPool(1);
                MemoryRegion data = budget.open(Category.DATA, "inputs of an ONNX model");
                Executor executor = Executor.open(plan, pool, budget)) {
            arrays.forEach((name, array) -> {
                if (!carried.containsKey(name)) {
                    executor.bindings().input(name, EngineTensors.tensor(array, data));
                }
            });
            executor.run(hone.engine.run.Probe.NONE, stop);
            for (ValueInfoProto output : file.proto().graph().outputs()) {
                outputs.put(output.name(), EngineTensors.array(executor.output(output.name()), output.type()));
            }
        }
        return outputs;
    }
}
