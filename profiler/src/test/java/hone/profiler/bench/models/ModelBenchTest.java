package hone.profiler.bench.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.InvalidInput;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.Planner;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.profiler.bench.BenchEffort;
import hone.profiler.peer.Agreement;
import hone.profiler.peer.OnnxRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Quick runs of the bench of whole models: the outputs are held to the goals, the times only to make sense. */
class ModelBenchTest {
    private static final OnnxRuntime RUNTIME = new OnnxRuntime();

    private final MemoryBudget budget = new MemoryBudget(1L << 30);
    private final KernelPool pool = new KernelPool(2);
    private final Planner planner = new Planner(KernelCosts.typical());
    private final Cancellation stop = new Cancellation();

    @AfterEach
    void close() {
        pool.close();
    }

    private List<ModelRow> rows(Optional<OnnxRuntime> peer, int threads) {
        ModelBench bench = new ModelBench(budget, pool, planner, peer, threads, BenchEffort.QUICK, stop);
        List<ModelRow> rows = new ArrayList<>();
        for (BenchSubject subject : new BenchSubjects(budget, pool, planner, stop).of(BenchSubjects.NAMES)) {
            subject.batches().forEach(batch -> rows.addAll(bench.rows(subject, batch)));
        }
        return rows;
    }

    @Test
    void withoutAPeerOurOwnFiguresAreThere() {
        List<ModelRow> rows = rows(Optional.empty(), 1);
        assertEquals(
                2 * (4 * 3 + 3 * 2), rows.size(), "four perceptrons at 3 batches, three networks at 2, on 2 rungs");
        for (ModelRow row : rows) {
            assertTrue(row.lowNanos() > 0 && row.lowNanos() <= row.medianNanos(), row.toString());
            assertTrue(row.medianNanos() <= row.highNanos(), row.toString());
            assertTrue(row.peerNanos().isEmpty() && row.ratioToPeer().isEmpty(), row.toString());
            assertTrue(row.inSession().isEmpty(), row.toString());
            assertTrue(row.maxDifference() <= 1e-4, row.toString());
            assertTrue(row.sameTop1() >= 0.995, row.toString());
        }
        String text = new ModelBenchResult(rows, Map.of("onnxruntime", "unavailable: no jar"), 1, 0).text();
        assertTrue(text.contains("onnxruntime: unavailable: no jar"), text);
        assertTrue(text.contains("with those of the reordered rung"), text);
    }

    @Test
    @Tag("peers")
    void besideOnnxRuntimeOutputsAgreeAndRatiosAreThoseOfTheMedians() {
        var reason = RUNTIME.unavailableReason();
        assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
        for (int threads : new int[] {1, 2}) {
            for (ModelRow row : rows(Optional.of(RUNTIME), threads)) {
                assertEquals(
                        Map.of("onnxruntime", row.peerNanos().getOrDefault("onnxruntime", 0.0) / row.medianNanos()),
                        row.ratioToPeer());
                assertTrue(row.peerNanos().getOrDefault("onnxruntime", 0.0) > 0, row.toString());
                ModelRow.InSession inSession = row.inSession().orElseThrow();
                assertTrue(inSession.peerNanos() > 0, row.toString());
                assertEquals(inSession.peerNanos() / row.medianNanos(), inSession.ratio());
                assertTrue(row.sameTop1() >= 0.995, row.toString());
                if (row.dtype().equals("float32")) {
                    assertTrue(row.maxDifference() <= 1e-4, row.toString());
                }
            }
        }
    }

    @Test
    void thePeersTimesAreThereWithAndWithoutItsBinding() {
        ModelRow row = new ModelRow(
                "mlp",
                1,
                "float32",
                "fuse",
                "packed",
                2_000,
                1_900,
                2_100,
                Map.of("onnxruntime", 3_000.0),
                Map.of("onnxruntime", 1.5),
                Optional.of(new ModelRow.InSession(2_500, 1.25)),
                1e-6,
                1);
        ModelBenchResult result = new ModelBenchResult(List.of(row), Map.of("onnxruntime", "1.26.0"), 1, 0);
        String text = result.text();
        assertTrue(text.contains("3.00 µs   1.50×     2.50 µs   1.25×"), text);
        Object rows = result.values().get("rows");
        assertTrue(rows instanceof List<?> list && list.getFirst() instanceof Map<?, ?>, String.valueOf(rows));
        Map<?, ?> values = (Map<?, ?>) ((List<?>) rows).getFirst();
        assertEquals(Map.of("peerNanos", 2_500.0, "ratio", 1.25), values.get("inSession"));
        assertEquals(Map.of("onnxruntime", 1.5), values.get("ratioToPeer"));
    }

    @Test
    void differencesAreSeen() {
        try (MemoryRegion region = budget.open(Category.DATA, "test data")) {
            Tensor expected = region.tensor(DType.F32, Shape.of(2, 3)).fill(new float[] {1, 2, 3, 3, 2, 1});
            Tensor other = region.tensor(DType.F32, Shape.of(2, 3)).fill(new float[] {1, 2, 3.5F, 3, 3.25F, 1});
            Agreement agreement = new Agreement();
            agreement.add(expected, other);
            assertEquals(1.25, agreement.maxDifference());
            assertEquals(1.25 / 3, agreement.maxRelative(), 1e-12);
            assertEquals(0.5, agreement.sameTop1());
            assertEquals(2, agreement.rows());
            other.setFloat(0, Float.NaN);
            agreement.add(expected, other);
            assertEquals(Double.POSITIVE_INFINITY, agreement.maxDifference());
        }
    }

    @Test
    void unknownModelsAreRefusedAndAStopIsHeard() {
        BenchSubjects subjects = new BenchSubjects(budget, pool, planner, stop);
        InvalidInput refused = assertThrows(InvalidInput.class, () -> subjects.of(List.of("mlp", "gpt5")));
        assertTrue(refused.getMessage().contains("mlp, cnn"), refused.getMessage());
        BenchSubject cnn = subjects.of(List.of("cnn")).getFirst();
        assertFalse(cnn.batches().isEmpty());
        ModelBench bench = new ModelBench(budget, pool, planner, Optional.empty(), 1, BenchEffort.QUICK, stop);
        stop.cancel();
        assertThrows(Cancelled.class, () -> bench.rows(cnn, 1));
    }
}
