package hone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class RooflineCommandTest {
    @TempDir
    private Path folder;

    static Stream<Arguments> shipped() {
        return Stream.of("mlp", "cnn", "encoder", "gpt")
                .flatMap(model -> Stream.of(1, model.equals("gpt") ? 4 : 64)
                        .flatMap(batch -> Stream.of("", "simd", "fuse,simd,threads", "int8:activations=int8,simd")
                                .map(recipe -> Arguments.of(model, batch, recipe))));
    }

    @Test
    void opsStandBelowRoofsThatWereMeasuredBesideThem() throws IOException {
        JsonNode json = measured("mlp", 64, "simd");
        assertEquals(5, json.get("ops").size());
        assertEquals("derived", json.get("bytesAre").stringValue());
        for (JsonNode roof : json.get("roofs")) {
            assertTrue(roof.get("float32FlopsPerSecond").doubleValue() > 0);
        }
        // 2 · 64 · 784 · 128
        assertEquals(12_845_056, json.get("ops").get(0).get("flops").longValue());
    }

    /** No point above its roof by more than 5 % and the noise of the run: or a roof is too low, or bytes are too many. */
    @Tag("slow")
    @ParameterizedTest
    @MethodSource("shipped")
    void noOpIsAboveItsRoof(String model, int batch, String recipe) throws IOException {
        JsonNode json = measured(model, batch, recipe);
        assertEquals(0, json.get("aboveRoof").size(), json::toPrettyString);
    }

    private JsonNode measured(String model, int batch, String recipe) throws IOException {
        Path file = folder.resolve("roofline.json");
        HoneRun run = HoneRun.of(
                "roofline", model, "--batch", String.valueOf(batch), "--enable", recipe, "--json", file.toString());
        assertEquals(0, run.code(), run.err());
        assertTrue(
                List.of("Roofs of this machine", "of its roof", "derived").stream()
                        .allMatch(run.out()::contains),
                run.out());
        return HoneRun.json(file);
    }
}
