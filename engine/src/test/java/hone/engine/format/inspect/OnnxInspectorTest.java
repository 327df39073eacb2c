package hone.engine.format.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.format.onnx.OnnxExport;
import hone.engine.format.onnx.proto.OnnxGraph;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Mlp;
import hone.engine.run.Fixtures;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxInspectorTest {
    private static final Dim BATCH = Dim.symbol("batch", 8);

    @TempDir
    Path folder;

    private final MemoryBudget budget = new MemoryBudget(1L << 26);
    private final OnnxGraph graph = new OnnxGraph();

    private Inspection inspect() throws IOException {
        Path file = folder.resolve("m.onnx");
        Files.write(file, graph.model("test", "hand").toBytes());
        return new Inspector(budget).inspect(file, new Cancellation());
    }

    private void node(String operator, String result, String... operands) {
        graph.node(result, operator, List.of(operands), List.of(result));
    }

    private String weight(String name, long... sizes) {
        long elements = 1;
        for (long size : sizes) {
            elements *= size;
        }
        return graph.floats(name, new float[(int) elements], sizes);
    }

    @Test
    void whatTheEngineRunsHasTheEnginesOpsAndCosts() {
        Path file = folder.resolve("mlp.onnx");
        OnnxExport.write(Fixtures.model(Mlp.graph(7, 5, 3), budget, 1), file);
        Inspection found = new Inspector(budget).inspect(file, new Cancellation());
        assertEquals("ONNX", found.format());
        assertEquals("20", found.metadata().get("opset"));
        assertEquals("Hone", found.metadata().get("producer"));
        assertEquals("Gemm 2, Relu 1", found.metadata().get("operators"));
        assertEquals(7 * 5 + 5 + 5 * 3 + 3, found.parameters());
        Inspection.Computation computed = found.graph().orElseThrow();
        assertEquals(2 * (7 * 5 + 5 * 3), computed.cost().flops());
        assertEquals(List.of("Linear", "Relu", "Linear"), kinds(computed));
        assertEquals(new Inspection.NotRun(List.of(), List.of()), found.notRun());
    }

    private static List<String> kinds(Inspection.Computation computed) {
        return computed.ops().stream().map(Inspection.OpRow::kind).toList();
    }

    @Test
    void whatOnlyTheReferenceRunsHasItsOwnNodesWithShapesAndCosts() throws IOException {
        graph.input("x", TensorType.f32(BATCH, Dim.of(3), Dim.of(8), Dim.of(8)));
        node("Conv", "conv", "x", weight("w", 4, 3, 3, 3));
        node("Hardmax", "leak", "conv");
        node("Flatten", "flat", "leak");
        node("Gemm", "gemm", "flat", weight("v", 144, 10));
        node("MatMul", "y", "gemm", weight("u", 10, 2));
        graph.output("y", TensorType.f32(BATCH, Dim.of(2)));
        Inspection found = inspect();
        assertEquals(List.of("Hardmax (node leak)"), found.notRun().referenceOnly());
        assertEquals(List.of(), found.notRun().unsupported());
        Inspection.Computation computed = found.graph().orElseThrow();
        assertEquals(Map.of("batch", 1L), computed.symbols());
        assertEquals(List.of("Conv", "Hardmax", "Flatten", "Gemm", "MatMul"), kinds(computed));
        List<Long> flops = computed.ops().stream().map(op -> op.cost().flops()).toList();
        assertEquals(List.of(2L * 4 * 36 * 27, 0L, 0L, 2L * 144 * 10, 2L * 10 * 2), flops);
        assertEquals("F32[1×4×6×6]", computed.ops().getFirst().output().toString());
        assertEquals(4 * (3 * 64 + 4 * 27), computed.ops().getFirst().cost().bytesRead());
    }

    @Test
    void productsOfWholeNumbersHaveTheirFlopsToo() throws IOException {
        graph.input("x", new TensorType(DType.U8, List.of(BATCH, Dim.of(6))));
        node("MatMulInteger", "y", "x", graph.bytes("w", new byte[24], 6, 4));
        graph.output("y", new TensorType(DType.I32, List.of(BATCH, Dim.of(4))));
        Inspection.Computation computed = inspect().graph().orElseThrow();
        assertEquals(2 * 6 * 4, computed.cost().flops());
        assertEquals("U8[batch×6]", String.valueOf(computed.inputs().get("x")));
        assertEquals("I32[batch×4]", String.valueOf(computed.outputs().get("y")));
    }

    @Test
    void operatorsThatNothingComputesAreNamedAtOnceAndWeightsAreStillCounted() throws IOException {
        graph.input("x", TensorType.f32(2L, 3));
        node("Frobnicate", "a", "x");
        node("Twiddle", "b", "a");
        node("Frobnicate", "c", "b");
        node("Add", "y", "c", graph.floats("w", new float[] {1, Float.NaN, Float.POSITIVE_INFINITY}, 3));
        graph.output("y", TensorType.f32(2L, 3));
        Inspection found = inspect();
        assertEquals(
                List.of("Frobnicate (node a, node c)", "Twiddle (node b)"),
                found.notRun().unsupported());
        assertTrue(found.graph().isEmpty());
        assertEquals(3, found.parameters());
        assertEquals(2, found.nonFinite());
    }

    @Test
    void aModelWithoutFixedShapesStillHasOperatorsAndWeights() throws IOException {
        graph.input("x", TensorType.f32(2L, 3));
        node("NonZero", "y", "x");
        graph.output("y", new TensorType(DType.I64, List.of(Dim.of(2), Dim.symbol("count", 6))));
        Inspection found = inspect();
        assertTrue(found.graph().isEmpty());
        assertEquals("NonZero 1", found.metadata().get("operators"));
        assertTrue(
                found.notRun().referenceOnly().getFirst().contains("NonZero"),
                found.notRun().toString());
    }

    @Test
    void aStopIsHeard() throws IOException {
        graph.input("x", TensorType.f32(2L, 3));
        node("Relu", "y", "x");
        graph.output("y", TensorType.f32(2L, 3));
        Path file = Files.write(
                folder.resolve("m.onnx"), graph.model("test", "hand").toBytes());
        Cancellation stopped = new Cancellation();
        stopped.cancel();
        assertThrows(Cancelled.class, () -> new Inspector(budget).inspect(file, stopped));
    }
}
