package hone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.format.onnx.proto.OnnxGraph;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Training that starts from the weights of a file or of the library. */
class FineTuningTest {
    @TempDir
    Path folder;

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private JsonNode trained(String model, String out, String... more) throws IOException {
        List<String> words =
                new java.util.ArrayList<>(List.of("train", model, "--out", file(out), "--json", file(out + ".json")));
        words.addAll(List.of(more));
        if (!words.contains("--epochs")) {
            words.addAll(List.of("--epochs", "1"));
        }
        HoneRun run = HoneRun.of(words.toArray(String[]::new));
        assertEquals(0, run.code(), run.err());
        return HoneRun.json(folder.resolve(out + ".json"));
    }

    private static double firstLoss(JsonNode result) {
        return result.get("curve").get(0).get("loss").asDouble();
    }

    @Test
    void aFileGoesOnFromWhereItIs() throws IOException {
        JsonNode fresh = trained("mlp-784-16-10", "first.safetensors", "--train", "600", "--seed", "3");
        JsonNode more = trained(file("first.safetensors"), "second.safetensors", "--train", "600", "--seed", "3");
        assertTrue(firstLoss(more) < 0.9 * firstLoss(fresh), fresh.get("curve") + " then " + more.get("curve"));
        assertEquals(fresh.get("data"), more.get("data"), "what the file says it was trained on");
        assertFalse(fresh.get("hash").equals(more.get("hash")));
        assertFalse(fresh.has("startedFrom"));
        assertEquals(fresh.get("hash"), more.get("startedFrom"));
        String saved =
                new String(Files.readAllBytes(folder.resolve("second.safetensors")), StandardCharsets.ISO_8859_1);
        assertTrue(saved.contains("hone train FILE --data"), "fresh weights would not make it again");
    }

    /** As another program would write it: its answers have a name of their own, and its pictures are no rows. */
    @Test
    void anImportedClassifierLearns() throws IOException {
        OnnxGraph graph = new OnnxGraph();
        Random random = new Random(5);
        float[] weight = new float[784 * 10];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (float) random.nextGaussian() / 28;
        }
        graph.input("image", TensorType.f32(Dim.symbol("N", 64), Dim.of(1), Dim.of(28), Dim.of(28)));
        graph.node("flat", "Flatten", List.of("image"), List.of("flat"));
        graph.node("answer", "MatMul", List.of("flat", graph.floats("w", weight, 784, 10)), List.of("answer"));
        graph.output("answer", TensorType.f32(Dim.symbol("N", 64), Dim.of(10)));
        Files.write(
                folder.resolve("foreign.onnx"), graph.model("foreign", "test").toBytes());
        JsonNode result = trained(file("foreign.onnx"), "learned.safetensors", "--train", "2000");
        assertTrue(
                result.get("testAccuracy").asDouble() > 0.5,
                result.get("testAccuracy").toString());
        assertEquals(0, HoneRun.of("eval", file("learned.safetensors")).code());
    }

    /** A loss over scores normalizes them itself; over shares it could not fall below 1.46 with ten classes. */
    @Test
    void aSoftmaxAtTheEndIsLeftOut() throws IOException {
        for (String ending : List.of("Softmax", "LogSoftmax")) {
            OnnxGraph graph = new OnnxGraph();
            graph.input("x", TensorType.f32(Dim.symbol("N", 64), Dim.of(784)));
            graph.node(
                    "scores", "MatMul", List.of("x", graph.floats("w", new float[7840], 784, 10)), List.of("scores"));
            graph.node("shares", ending, List.of("scores"), List.of("shares")).attribute("axis", -1);
            graph.output("shares", TensorType.f32(Dim.symbol("N", 64), Dim.of(10)));
            Path file = folder.resolve(ending + ".onnx");
            Files.write(file, graph.model("shares", "test").toBytes());
            JsonNode result = trained(file.toString(), ending + ".safetensors", "--train", "4000", "--epochs", "3");
            JsonNode curve = result.get("curve");
            assertTrue(curve.get(curve.size() - 1).get("loss").asDouble() < 1.2, curve.toString());
        }
    }

    @Test
    void aFixedBatchIsRefused() throws IOException {
        OnnxGraph graph = new OnnxGraph();
        graph.input("x", TensorType.f32(8L, 784));
        graph.node("y", "MatMul", List.of("x", graph.floats("w", new float[7840], 784, 10)), List.of("y"));
        graph.output("y", TensorType.f32(8L, 10));
        Files.write(folder.resolve("eight.onnx"), graph.model("eight", "test").toBytes());
        HoneRun refused = HoneRun.of("train", file("eight.onnx"));
        assertEquals(2, refused.code(), refused.out());
        assertTrue(refused.err().contains("its file fixes the batch to 8"), refused.err());
    }

    @Test
    void allOpsWithoutAGradientAreNamed() throws IOException {
        OnnxGraph graph = new OnnxGraph();
        graph.input("x", TensorType.f32(Dim.symbol("N", 64), Dim.of(784)));
        graph.node("leak", "LeakyRelu", List.of("x"), List.of("leak"));
        graph.node("slope", "Elu", List.of("leak"), List.of("slope"));
        graph.node("y", "MatMul", List.of("slope", graph.floats("w", new float[7840], 784, 10)), List.of("y"));
        graph.output("y", TensorType.f32(Dim.symbol("N", 64), Dim.of(10)));
        Files.write(folder.resolve("odd.onnx"), graph.model("odd", "test").toBytes());
        HoneRun refused = HoneRun.of("train", file("odd.onnx"), "--out", file("no.safetensors"));
        assertEquals(2, refused.code(), refused.out());
        assertTrue(refused.err().contains("Unary (node leak, node slope: "), refused.err());
        assertFalse(Files.exists(folder.resolve("no.safetensors")));
    }

    @Test
    void whatIsNoModelIsRefused() {
        HoneRun refused = HoneRun.of("train", "no-such-model");
        assertEquals(2, refused.code(), refused.out());
        assertTrue(refused.err().contains("there is no such model"), refused.err());
    }
}
