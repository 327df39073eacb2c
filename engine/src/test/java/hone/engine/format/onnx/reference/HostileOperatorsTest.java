package hone.engine.format.onnx.reference;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import hone.engine.HoneException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operator asked for too much, at random from a seed; a small heap is {@code BadInputTest}'s. */
class HostileOperatorsTest {
    private static final int CASES = 1_500;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void eachIsComputedOrRefusedAtOnce(long seed) {
        HostileCases cases = new HostileCases(
                seed, OperatorCasesTest.lines().map(WrittenCase::of).toList());
        for (int i = 0; i < CASES; i++) {
            WrittenCase hostile = cases.next();
            String name = hostile.node().operator() + ", case " + i + " of seed " + seed;
            assertTimeoutPreemptively(Duration.ofSeconds(10), () -> run(hostile, name), name);
        }
    }

    private static void run(WrittenCase hostile, String name) {
        try {
            hostile.run();
        } catch (HoneException e) {
            assertTrue(e.getMessage().length() > 10, e.getMessage());
        } catch (RuntimeException e) {
            fail(name, e);
        }
    }
}
