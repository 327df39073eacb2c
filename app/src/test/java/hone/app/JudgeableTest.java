package hone.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.model.Architecture;
import hone.engine.model.Zoo;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A model is judged by the data that its file names, or by none. */
class JudgeableTest {
    private final Architecture digits = Zoo.find("mlp");

    @Test
    void dataThatAFileNamesIsTheUsualOne() {
        assertEquals(
                "generated:seed=7",
                Judgeable.usualData(digits, Map.of("data", "generated:seed=7")).text());
        assertEquals("generated:seed=1", Judgeable.usualData(digits, Map.of()).text());
        assertEquals(
                "generated:seed=1",
                Judgeable.usualData(digits, Map.of("data", "idx:PATH")).text());
    }

    /** Generated digits in its place would give a quality that means nothing. */
    @Test
    void dataThatNobodyCanReadIsNoReasonToTakeOther() {
        Map<String, String> facts = Map.of("data", "hologram:everything");
        InvalidInput refused = assertThrows(InvalidInput.class, () -> Judgeable.usualData(digits, facts));
        assertTrue(refused.getMessage().contains("names data that this program cannot read"), refused.getMessage());
        assertTrue(refused.getMessage().contains("hologram:everything"), refused.getMessage());
        assertTrue(refused.getMessage().contains("--data"), refused.getMessage());
        String inTheWindow =
                Judgeable.dataRefusal(digits.graph().get(), digits, facts).orElseThrow();
        assertTrue(inTheWindow.contains("hologram:everything"), inTheWindow);
    }
}
