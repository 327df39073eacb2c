package hone.engine.format.onnx.conformance;

import hone.engine.Cancellation;
import hone.engine.format.onnx.OnnxModel;
import hone.engine.format.onnx.lowering.EngineRun;
import hone.engine.format.onnx.reference.OnnxValue;
import hone.engine.memory.MemoryBudget;
import java.util.Map;

/** What computes the outputs of a case. */
public enum CaseRunner {
    /** The plain reference operators, for all types that the specification names. */
    REFERENCE,
    /** A graph of the engine's, with its kernels: what an imported model runs on. */
    ENGINE;

    private static final long MOST_BYTES = 1L << 30;

    Map<String, OnnxValue> run(OnnxModel model, Map<String, OnnxValue> inputs, Cancellation stop) {
        return this == REFERENCE
                ? model.run(inputs, stop)
                : EngineRun.run(model, inputs, new MemoryBudget(MOST_BYTES), stop);
    }
}
