package hone.engine.format.onnx.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.engine.Cancellation;
import hone.engine.Progress;
import hone.engine.format.onnx.OnnxModel;
import hone.engine.format.onnx.reference.NdArray;
import hone.engine.format.onnx.reference.OnnxValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void everyCasePasses() {
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
        assertEquals(List.of(), unsupported);
    }

    /** Folding what is constant changes no result; the sequences of these models are made anew in each run. */
    @ParameterizedTest
    @ValueSource(strings = {"test_sequence_model1", "test_sign_model", "test_shrink"})
    void aSpecializedModelGivesWhatTheModelGives(String name) {
        Path file = peerTests().resolve("onnx-simple").resolve(name).resolve("model.onnx");
        assumeTrue(Files.isRegularFile(file), "the ONNX project's case is not there: " + file);
        OnnxModel model = OnnxModel.read(file);
        Map<String, int[]> shapes = new HashMap<>();
        Map<String, OnnxValue> inputs = new HashMap<>();
        for (var input : model.inputs()) {
            int[] shape = input.sizes().orElseThrow().stream()
                    .mapToInt(Integer::parseInt)
                    .toArray();
            double[] numbers = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
            Arrays.setAll(numbers, i -> i * 0.375 - 2);
            shapes.put(input.name(), shape);
            inputs.put(input.name(), NdArray.ofReals(input.type().orElseThrow(), shape, numbers));
        }
        Cancellation never = new Cancellation();
        Map<String, OnnxValue> expected = model.run(inputs, never);
        Map<String, OnnxValue> actual =
                model.specialize(shapes, Map.of(), never).run(inputs, never);
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((output, value) -> {
            NdArray one = (NdArray) value;
            NdArray other = (NdArray) Objects.requireNonNull(actual.get(output));
            assertArrayEquals(one.dims(), other.dims());
            for (int i = 0; i < one.count(); i++) {
                assertEquals(one.real(i), other.real(i), output + " " + i);
            }
        });
    }
}
