package hone.engine.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.Progress;
import hone.engine.Unavailable;
import hone.engine.data.DigitGenerator;
import hone.engine.data.LabelledImages;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Architecture;
import hone.engine.model.Zoo;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.Planner;
import hone.engine.train.Trainer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The classifiers that ship are trained, small, and say how they came to be. */
class ShippedCheckpointsTest {
    private final MemoryBudget budget = new MemoryBudget(1L << 28);

    /** The first 500 test digits; a share of 95 % has a standard deviation of 1 point over so many. */
    @ParameterizedTest
    @CsvSource({"mlp,0.96", "cnn,0.96", "encoder,0.93"})
    void knowTheDigits(String id, double least) {
        Architecture architecture = Zoo.find(id);
        assertTrue(Checkpoints.ships(architecture));
        Artefact artefact = new Checkpoints(budget).shipped(architecture);
        assertEquals(
                architecture.graph().get().nodes(),
                artefact.setup().model().graph().nodes());
        Map<String, String> facts = artefact.provenance().facts();
        assertTrue(String.valueOf(facts.get("command")).startsWith("hone train " + id + " "), facts.toString());
        LabelledImages digits =
                DigitGenerator.generate(1, DigitGenerator.Stream.TEST, 0, 500, Progress.NONE, new Cancellation());
        try (KernelPool pool = new KernelPool(1)) {
            Trainer judge = new Trainer(new Planner(KernelCosts.typical()), pool, budget);
            double accuracy = judge.accuracy(artefact.setup().model(), digits, new Cancellation());
            assertTrue(accuracy >= least, id + ": " + accuracy);
        }
    }

    @Test
    void whatDoesNotShipSaysSo() {
        Architecture residual = Zoo.find("resnet");
        assertFalse(Checkpoints.ships(residual));
        Unavailable absent = assertThrows(Unavailable.class, () -> new Checkpoints(budget).shipped(residual));
        assertTrue(absent.getMessage().contains("none ships"), absent.getMessage());
    }
}
