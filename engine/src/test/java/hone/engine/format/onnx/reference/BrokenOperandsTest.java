package hone.engine.format.onnx.reference;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import hone.engine.HoneException;
import hone.engine.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operator given what it does not take: whatever happens, only what is declared is thrown. */
class BrokenOperandsTest {
    static Stream<String> lines() {
        return OperatorCasesTest.lines();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void onlyDeclaredErrorsComeOfBrokenOperands(String line) {
        WrittenCase whole = WrittenCase.of(line);
        for (int i = 0; i < whole.inputs().size(); i++) {
            for (Optional<OnnxValue> other : broken(whole.inputs().get(i))) {
                List<Optional<OnnxValue>> inputs = new ArrayList<>(whole.inputs());
                inputs.set(i, other);
                run(new WrittenCase(whole.node(), whole.opset(), inputs, whole.outputs()), "input " + i + ": " + other);
            }
        }
    }

    private static void run(WrittenCase broken, String what) {
        try {
            broken.run();
        } catch (HoneException e) {
            assertTrue(e.getMessage().length() > 10, e.getMessage());
        } catch (RuntimeException e) {
            fail(what, e);
        }
    }

    private static List<Optional<OnnxValue>> broken(Optional<OnnxValue> value) {
        List<Optional<OnnxValue>> broken = new ArrayList<>();
        broken.add(Optional.of(WrittenValue.of("<1 f32: 1>")));
        broken.add(Optional.of(WrittenValue.of("?")));
        broken.add(Optional.of(WrittenValue.of("2 text: a b")));
        broken.add(Optional.of(WrittenValue.of("0 i64:")));
        broken.add(Optional.of(WrittenValue.of("0x3x0 f32:")));
        broken.add(Optional.of(WrittenValue.of("3 i64: -9223372036854775808 -7 9223372036854775807")));
        broken.add(Optional.of(WrittenValue.of("1x2x1x2 f32: nan inf -inf 1e30")));
        if (value.orElse(null) instanceof NdArray array) {
            broken.add(Optional.of(array.reshaped(array.count())));
            broken.add(Optional.of(array.reshaped(Dims.with(array.dims(), array.rank(), 1))));
            broken.add(Optional.of(array.spread(Dims.with(array.dims(), 0, 3))));
            if (array.rank() > 0 && array.dim(0) > 0) {
                broken.add(Optional.of(array.part(0, 0, array.dim(0) - 1)));
            }
        }
        return broken;
    }

    @ParameterizedTest
    @MethodSource("lines")
    void aMissingInputIsSaidOrLeftOut(String line) {
        WrittenCase whole = WrittenCase.of(line);
        for (int count = 0; count < whole.inputs().size(); count++) {
            WrittenCase fewer =
                    new WrittenCase(whole.node(), whole.opset(), whole.inputs().subList(0, count), whole.outputs());
            run(fewer.withNamesOfInputs(), "the first " + count + " inputs");
        }
    }

    @Test
    void aWrongOperandIsNamedWithItsSize() {
        refused("Conv@22 | 1x3 f32: 1 2 3 ; 1x1x1 f32: 1 | f32: 0", "1×3 F32", "at least 3");
        refused("Gemm@13 | 1x2 f32: 1 2 ; 3x1 f32: 1 2 3 | f32: 0", "inner dimensions differ", "3×1");
        refused("Div@14 | 1 i32: 1 ; 1 i32: 0 | i32: 0", "divides", "by 0");
        refused("Slice@13 | 2 f32: 1 2 ; 2 i64: 0 0 ; 1 i64: 1 | f32: 0", "2 starts", "1 ends");
        refused("RegexFullMatch@20 pattern=(?=a)b | 1 text: b | bool: 0", "(?=", "RE2");
        refused("RegexFullMatch@20 pattern=(a)\\1 | 1 text: aa | bool: 0", "\\1", "RE2");
    }

    private static void refused(String line, String... parts) {
        InvalidInput refusal =
                assertThrows(InvalidInput.class, () -> WrittenCase.of(line).run());
        Predicate<String> named = refusal.getMessage()::contains;
        assertTrue(Stream.of(parts).allMatch(named), refusal.getMessage());
    }
}
