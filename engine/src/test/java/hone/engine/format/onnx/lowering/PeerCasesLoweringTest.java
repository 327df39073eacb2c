package hone.engine.format.onnx.lowering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.Progress;
import hone.engine.format.onnx.OnnxExport;
import hone.engine.format.onnx.OnnxModel;
import hone.engine.format.onnx.conformance.CaseOutcome;
import hone.engine.format.onnx.conformance.CaseRunner;
import hone.engine.format.onnx.conformance.Conformance;
import hone.engine.model.Mlp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The ONNX project's own cases that can be lowered give their outputs on the engine, where the shared folder is at hand. */
class PeerCasesLoweringTest {
    private final RoundTrip trip = new RoundTrip();

    @AfterEach
    void close() {
        trip.close();
    }

    private static Path peerTests() {
        String given = System.getProperty("hone.shared");
        if (given != null) {
            return Path.of(given, "peer-tests");
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolve("shared").resolve("peer-tests");
            if (Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        return Path.of("shared", "peer-tests");
    }

    @Test
    void whatIsLoweredGivesTheOutputsOfTheCase() {
        Path folder = peerTests();
        assumeTrue(Files.isDirectory(folder), "the ONNX project's cases are not in " + folder);
        List<CaseOutcome> outcomes = Conformance.run(folder, CaseRunner.ENGINE, Progress.NONE, new Cancellation());
        List<CaseOutcome> failed =
                outcomes.stream().filter(CaseOutcome.Failed.class::isInstance).toList();
        List<String> passed = outcomes.stream()
                .filter(CaseOutcome.Passed.class::isInstance)
                .map(CaseOutcome::name)
                .toList();
        outcomes.stream().filter(CaseOutcome.NotSupported.class::isInstance).forEach(System.out::println);
        System.out.println(passed.size() + " of " + outcomes.size() + " cases run on the engine: " + passed);
        assertEquals(List.of(), failed);
        assertTrue(passed.size() >= 99, passed.size() + " of " + outcomes.size());
    }

    @Test
    void cancellingStops() {
        Cancellation stop = new Cancellation();
        stop.cancel();
        OnnxModel model = OnnxModel.read(OnnxExport.bytes(trip.model(Mlp.graph(3, 2))), "x");
        assertThrows(Cancelled.class, () -> OnnxImport.lower(model, "x", trip.region(), stop));
    }
}
