package hone.engine.format.onnx.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Unavailable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of a defect in an operator: a test fails by it, and a stranger's file is refused by it. */
class UnforeseenTest {
    private record Broken(Throwable error) implements Operator {
        @Override
        public Set<String> names() {
            return Set.of("Broken");
        }

        @Override
        public List<OnnxValue> run(Call call) {
            if (error instanceof RuntimeException e) {
                throw e;
            }
            throw (Error) error;
        }
    }

    private static void run(Throwable error) {
        WrittenCase written = WrittenCase.of("Abs@13 | 1 f32: 1 | 1 f32: 1");
        Map<String, OnnxValue> inputs =
                Map.of("in0", written.inputs().getFirst().orElseThrow());
        Operator broken = new Broken(error);
        new Evaluator(written.model(), written.model(), new Cancellation(), (_, _) -> Optional.of(broken))
                .run(written.node(), inputs);
    }

    /** Without it a defect would pass for a file's fault in every test. */
    @Test
    void testsRunWithTheFlag() {
        assertTrue(Boolean.getBoolean(Unforeseen.FAILS));
    }

    @Test
    void aTestFailsByIt() {
        RuntimeException defect = new ArrayIndexOutOfBoundsException("Index 3 out of bounds for length 2");
        Unforeseen met = assertThrows(Unforeseen.class, () -> run(defect));
        assertSame(defect, met.getCause());
    }

    @Test
    void aStrangersFileIsRefusedByIt() {
        System.clearProperty(Unforeseen.FAILS);
        try {
            InvalidInput refusal = assertThrows(InvalidInput.class, () -> run(new ArithmeticException("/ by zero")));
            assertTrue(refusal.getMessage().contains("Abs out0"), refusal.getMessage());
            assertTrue(refusal.getMessage().contains("did not foresee"), refusal.getMessage());
            Unavailable full = assertThrows(Unavailable.class, () -> run(new OutOfMemoryError("Java heap space")));
            assertTrue(full.getMessage().contains("more memory"), full.getMessage());
        } finally {
            System.setProperty(Unforeseen.FAILS, "true");
        }
    }

    /** An error that operands cannot cause is no operand's fault. */
    @Test
    void otherErrorsAreNotCaught() {
        IllegalStateException other = new IllegalStateException("listed twice");
        assertEquals(other, assertThrows(IllegalStateException.class, () -> run(other)));
    }
}
