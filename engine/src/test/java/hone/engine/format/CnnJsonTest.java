package hone.engine.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.HoneException;
import hone.engine.graph.Graph;
import hone.engine.model.Cnn;
import org.junit.jupiter.api.Test;

/** Convolutional networks as files hold them. */
class CnnJsonTest {
    @Test
    void theGraphComesBackTheSame() {
        Graph graph = Cnn.digits();
        Graph read = GraphJson.read(GraphJson.write(graph), "test");
        assertEquals(graph.nodes(), read.nodes());
        assertEquals(graph.outputs(), read.outputs());
    }

    @Test
    void badAttributesAreRefused() {
        String text = GraphJson.write(Cnn.digits());
        String bad = text.replaceAll("\"groups\"\\s*:\\s*1", "\"groups\":0");
        assertTrue(!bad.equals(text), text);
        assertThrows(HoneException.class, () -> GraphJson.read(bad, "test"));
        String without = text.replaceAll("\"stride\"\\s*:\\s*\\{[^}]*\\}", "\"stride\":null");
        assertTrue(!without.equals(text), text);
        assertThrows(HoneException.class, () -> GraphJson.read(without, "test"));
    }
}
