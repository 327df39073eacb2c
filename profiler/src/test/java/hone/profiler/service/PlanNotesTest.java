package hone.profiler.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.graph.LayerGlob;
import hone.engine.model.Model;
import hone.engine.run.KernelCosts;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A model of five ops, all too small to share at batch 1. */
class PlanNotesTest {
    private static List<String> notes(PlanRequest request) {
        try (SmallWorld world = new SmallWorld()) {
            Model model = world.testModel();
            return PlanNotes.of(new Planner(KernelCosts.typical()).plan(model.graph(), model.weights(), request));
        }
    }

    @Test
    void nothingAskedForIsNothingToTell() {
        assertEquals(List.of(), notes(PlanRequest.baseline(1)));
    }

    @Test
    void aFewOpsAreToldOneByOneWithTheirReasons() {
        List<String> notes = notes(PlanRequest.baseline(1).withThreads(new LayerGlob("fc1"), 4));
        assertEquals(1, notes.size(), notes::toString);
        assertTrue(notes.getFirst().startsWith("fc1: "), notes::toString);
        assertTrue(notes.getFirst().contains("too small to share"), notes::toString);
    }

    @Test
    void manyOpsAreToldInOneSentence() {
        List<String> notes = notes(PlanRequest.baseline(1).withThreads(LayerGlob.ALL, 4));
        assertEquals(1, notes.size(), notes::toString);
        assertTrue(
                notes.getFirst().startsWith("5 ops run on one thread, where several would not be faster: "),
                notes::toString);
        assertTrue(notes.getFirst().contains(" and 2 more"), notes::toString);
    }
}
