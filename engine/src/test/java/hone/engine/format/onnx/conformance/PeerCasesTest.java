package hone.engine.format.onnx.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.engine.Cancellation;
import hone.engine.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs the ONNX project's own cases where the shared folder is at hand. */
class PeerCasesTest {
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
    void noCaseFailsAndOnlyGradientsAreNotComputed() {
        Path folder = peerTests();
        assumeTrue(Files.isDirectory(folder), "the ONNX project's cases are not in " + folder);
        List<CaseOutcome> outcomes = Conformance.run(folder, Progress.NONE, new Cancellation());
        List<CaseOutcome> unsupported = outcomes.stream()
                .filter(CaseOutcome.NotSupported.class::isInstance)
                .toList();
        List<CaseOutcome> failed =
                outcomes.stream().filter(CaseOutcome.Failed.class::isInstance).toList();
        System.out.printf(
                "of %d cases %d passed%n", outcomes.size(), outcomes.size() - unsupported.size() - failed.size());
        unsupported.forEach(System.out::println);
        failed.forEach(System.out::println);
        assertEquals(List.of(), failed);
        assertTrue(
                unsupported.stream().allMatch(outcome -> outcome.name().contains("gradient")), unsupported.toString());
    }
}
