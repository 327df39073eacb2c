package hone.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hone.engine.InvalidInput;
import hone.engine.op.attention.RotaryEmbedding;
import org.junit.jupiter.api.Test;

class GptDimensionsTest {
    @Test
    void asManyPositionsAsRotaryEmbeddingsHave() {
        int most = GptDimensions.MOST_ROTARY_POSITIONS;
        assertEquals(most, new RotaryEmbedding(2, most, RotaryEmbedding.USUAL_BASE).positions());
        assertThrows(InvalidInput.class, () -> new RotaryEmbedding(2, most + 1, RotaryEmbedding.USUAL_BASE));
    }
}
