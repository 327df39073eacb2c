package hone.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.memory.MemoryBudget;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import org.junit.jupiter.api.Test;

class InitialisationTest {
    private final MemoryBudget budget = new MemoryBudget(1 << 24);

    @Test
    void weightsAreUniformWithinKaimingsBoundAndBiasesZero() {
        Model model = Initialisation.fresh(Mlp.DIGITS, 3, budget);
        float[] weights = model.weight("fc1.weight").toFloats();
        double bound = Math.sqrt(6.0 / 784);
        double sum = 0;
        double squares = 0;
        for (float w : weights) {
            assertTrue(Math.abs(w) <= bound);
            sum += w;
            squares += (double) w * w;
        }
        assertEquals(0, sum / weights.length, bound / 100);
        assertEquals(2.0 / 784, squares / weights.length, 0.02 * 2 / 784, "variance 2 / fan-in");
        for (float b : model.weight("fc2.bias").toFloats()) {
            assertEquals(0, b);
        }
    }

    @Test
    void theSeedDecides() {
        assertEquals(
                Initialisation.fresh(Mlp.DIGITS, 3, budget).hash(),
                Initialisation.fresh(Mlp.DIGITS, 3, budget).hash());
        assertNotEquals(
                Initialisation.fresh(Mlp.DIGITS, 3, budget).hash(),
                Initialisation.fresh(Mlp.DIGITS, 4, budget).hash());
    }
}
