package hone.profiler.machine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CompilerQueueTest {
    private static final String IDLE = """
            Current compiles:

            C1 compile queue:
            Empty

            C2 compile queue:
            Empty
            """;

    @Test
    void thisJavaTellsWhatItCompiles() {
        String text = new CompilerQueue().text();
        assertTrue(text.contains("Current compiles") && text.contains("C2 compile queue"), text);
    }

    @Test
    void onlyWhatKernelsRunCounts() {
        assertFalse(CompilerQueue.holdsKernels(IDLE));
        assertFalse(CompilerQueue.holdsKernels(""));
        assertTrue(
                CompilerQueue.holdsKernels(
                        IDLE.replace(
                                "C1 compile",
                                "C2 CompilerThread0  1742 %     4       hone.engine.kernel.matmul.Loops::rows @ 12 (354 bytes)\nC1 compile")));
        assertTrue(CompilerQueue.holdsKernels(
                IDLE + "1734   !   4       hone.engine.kernel.matmul.Loops::rows (354 bytes)\n"));
        assertTrue(CompilerQueue.holdsKernels(
                IDLE + "1734       3       jdk.incubator.vector.FloatVector::fma (354 bytes)\n"));
        assertFalse(CompilerQueue.holdsKernels(IDLE + "1734       4       java.util.HashMap::get (11 bytes)\n"));
        assertFalse(CompilerQueue.holdsKernels(IDLE + "1734       3       hone.app.Main::main (11 bytes)\n"));
    }
}
