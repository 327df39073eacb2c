package hone.engine.format.onnx.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operator on a few numbers that were worked out by hand from its definition, in the version that a line names. */
class OperatorCasesTest {
    private static final List<String> TABLES =
            List.of("elements", "shapes", "rows", "windows", "networks", "lists", "older");

    /** Their results are random, or come from graphs, and have tests of their own. */
    private static final Set<String> ELSEWHERE = Set.of(
            "RandomUniform",
            "RandomUniformLike",
            "RandomNormal",
            "RandomNormalLike",
            "Multinomial",
            "If",
            "Loop",
            "Scan",
            "SequenceMap",
            "ai.onnx.preview.FlexAttention",
            "ai.onnx.preview.training.Gradient",
            "ImageDecoder");

    static Stream<String> lines() {
        return TABLES.stream().flatMap(OperatorCasesTest::lines);
    }

    static Stream<String> lines(String table) {
        try (InputStream file = OperatorCasesTest.class.getResourceAsStream(table + ".txt")) {
            byte[] bytes = Objects.requireNonNull(file, table).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8)
                            .lines()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                            .toList()
                            .stream();
        } catch (IOException e) {
            return fail(e);
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void givesWhatItsDefinitionSays(String line) {
        WrittenCase written = WrittenCase.of(line);
        Map<String, OnnxValue> results = written.run();
        for (int i = 0; i < written.outputs().size(); i++) {
            String name = "out" + i;
            written.outputs().get(i).ifPresent(expected -> same(expected, Objects.requireNonNull(results.get(name))));
        }
    }

    @Test
    void everyOperatorHasACase() {
        Set<String> missing = new TreeSet<>(Operators.names());
        missing.removeAll(ELSEWHERE);
        lines().forEach(line -> missing.remove(line.substring(0, line.indexOf('@'))));
        assertEquals(Set.of(), missing);
    }

    static void same(OnnxValue expected, OnnxValue got) {
        if (expected instanceof OnnxValue.Sequence(var all) && got instanceof OnnxValue.Sequence(var found)) {
            assertEquals(all.size(), found.size());
            for (int i = 0; i < all.size(); i++) {
                same(all.get(i), found.get(i));
            }
        } else if (expected instanceof OnnxValue.Maybe(var inside) && got instanceof OnnxValue.Maybe(var found)) {
            assertEquals(inside.isPresent(), found.isPresent());
            inside.ifPresent(value -> same(value, found.orElseThrow()));
        } else if (expected instanceof NdArray left && got instanceof NdArray right) {
            same(left, right);
        } else {
            fail(got + " is not of the kind of " + expected);
        }
    }

    private static void same(NdArray expected, NdArray got) {
        assertEquals(expected.type(), got.type());
        assertArrayEquals(expected.dims(), got.dims(), () -> got + " where " + expected + " was due");
        for (int i = 0; i < expected.count(); i++) {
            String place = "element " + i;
            if (expected.type().isText()) {
                assertEquals(expected.text(i), got.text(i), place);
            } else if (expected.type().isReal()) {
                double due = expected.real(i);
                double most = Double.isFinite(due) ? 2e-6 * Math.max(1, Math.abs(due)) : 0;
                assertEquals(due, got.real(i), most, place);
            } else {
                assertEquals(expected.whole(i), got.whole(i), place);
            }
        }
    }
}
