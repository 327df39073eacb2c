package hone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InspectCommandTest {
    @TempDir
    Path folder;

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private JsonNode inspect(String name) throws IOException {
        HoneRun run = HoneRun.of("inspect", file(name), "--json", file("out.json"));
        assertEquals(0, run.code(), run.err());
        return JsonMapper.shared().readTree(Files.readString(folder.resolve("out.json")));
    }

    private static byte[] safetensors(String header, float... data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + 4 * data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json);
        for (float number : data) {
            bytes.putFloat(number);
        }
        return bytes.array();
    }

    @Test
    void aModelOfOursHasAGraphAndItsCosts() throws IOException {
        HoneRun train = HoneRun.of(
                "train", "mlp", "--train", "200", "--epochs", "1", "--seed", "9", "--out", file("m.safetensors"));
        assertEquals(0, train.code(), train.err());
        JsonNode values = inspect("m.safetensors");
        assertEquals("Hone model", values.get("format").stringValue());
        assertEquals("mlp", values.get("model").stringValue());
        assertEquals(109_386, values.get("parameters").longValue());
        assertEquals(218_368, values.get("flops").longValue());
        assertEquals(4L * 109_386, values.get("bytes").get("weights").longValue());
        assertEquals(
                Files.size(folder.resolve("m.safetensors")),
                values.get("bytes").get("file").longValue());
        assertEquals(0, values.get("nonFinite").longValue());
        JsonNode op = values.get("graph").get("ops").get(0);
        assertEquals("fc1", op.get("name").stringValue());
        assertEquals("Linear", op.get("op").stringValue());
        assertEquals("batch", op.get("shape").get(0).stringValue());
        assertEquals(128, op.get("shape").get(1).intValue());
        assertEquals(2L * 784 * 128, op.get("flops").longValue());
        assertEquals(1, values.get("graph").get("symbols").get("batch").longValue());
    }

    @Test
    void anySafetensorsFileHasTensorsAndTheirDamage() throws IOException {
        String header = "{\"__metadata__\":{\"format\":\"pt\"},\"w\":{\"dtype\":\"F32\",\"shape\":[2,2],"
                + "\"data_offsets\":[0,16]}}";
        Files.write(
                folder.resolve("w.safetensors"),
                safetensors(header, 1, Float.NaN, Float.NEGATIVE_INFINITY, Float.MAX_VALUE));
        JsonNode values = inspect("w.safetensors");
        assertEquals("safetensors", values.get("format").stringValue());
        assertEquals(4, values.get("parameters").longValue());
        assertEquals(2, values.get("nonFinite").longValue());
        assertEquals("pt", values.get("metadata").get("format").stringValue());
        assertFalse(values.has("graph"));
        HoneRun run = HoneRun.of("inspect", file("w.safetensors"));
        assertTrue(run.out().contains("2 weights are NaN or infinite"), run.out());
        assertTrue(run.out().contains("F32[2×2]"), run.out());
    }

    @Test
    void aLlama2cCheckpointHasTheGraphOfItsTransformer() throws IOException {
        int width = 4;
        int hidden = 6;
        int tokens = 5;
        int context = 3;
        int floats = tokens * width + 3 * width + 4 * width * width + 3 * width * hidden + context * width;
        ByteBuffer bytes = ByteBuffer.allocate(28 + 4 * floats).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(width)
                .putInt(hidden)
                .putInt(1)
                .putInt(1)
                .putInt(1)
                .putInt(tokens)
                .putInt(context);
        Files.write(folder.resolve("stories.bin"), bytes.array());
        JsonNode values = inspect("stories.bin");
        assertEquals("llama2.c", values.get("format").stringValue());
        assertEquals(floats - context * width, values.get("parameters").longValue());
        assertEquals(3, values.get("graph").get("symbols").get("seq").longValue());
        long products = 2L * context * (4 * width * width + 3 * width * hidden + tokens * width);
        long attention = 4L * (context * (context + 1) / 2) * width;
        assertEquals(products + attention, values.get("flops").longValue());
    }

    @Test
    void whatIsNoModelIsRefusedInASentence() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "These are notes, and no weights.");
        for (String name : new String[] {"notes.txt", "none.safetensors", "none.bin", "."}) {
            HoneRun run = HoneRun.of("inspect", file(name));
            assertEquals(2, run.code(), name);
            assertEquals(1, run.err().lines().count(), run.err());
            assertTrue(run.err().startsWith("hone: "), run.err());
        }
    }
}
