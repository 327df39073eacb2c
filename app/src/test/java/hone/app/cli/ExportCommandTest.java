package hone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.format.open.ForeignTransformers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Models go out as ONNX and safetensors, and are judged as before when they are read back. */
class ExportCommandTest {
    @TempDir
    Path folder;

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private JsonNode json(String name) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(folder.resolve(name)));
    }

    private static HoneRun fine(String... words) {
        HoneRun run = HoneRun.of(words);
        assertEquals(0, run.code(), run.err());
        return run;
    }

    private double accuracy(String model) throws IOException {
        fine("eval", model, "--json", file("eval.json"));
        return json("eval.json").get("accuracy").doubleValue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "mlp;",
                "cnn;fuse",
                "mlp;fuse,int8:activations=int8",
                "mlp;prune=0.7,int8",
                "encoder;int8:activations=int8"
            })
    void aClassifierIsJudgedAsBefore(String model, String recipe) throws IOException {
        String enabled = recipe == null ? "" : recipe;
        fine("export", model, "--enable", enabled, "--out", file("m.onnx"), "--json", file("e.json"));
        JsonNode facts = json("e.json");
        assertEquals("onnx", facts.get("format").stringValue());
        assertEquals(20, facts.get("opset").intValue());
        assertEquals(enabled.contains("int8"), facts.get("operators").has("DequantizeLinear"));
        assertEquals(Files.size(folder.resolve("m.onnx")), facts.get("bytes").longValue());
        fine("export", model, "--enable", enabled, "--out", file("m.safetensors"));
        assertEquals(accuracy(file("m.safetensors")), accuracy(file("m.onnx")), 0.003);
        if (enabled.isEmpty()) {
            assertEquals(accuracy(model), accuracy(file("m.onnx")));
        }
    }

    @Test
    void aLanguageModelGoesOutWithoutItsTokenizerAndSaysSo() throws IOException {
        HoneRun run = fine("export", "gpt", "--enable", "int8", "--format", "onnx", "--out", file("gpt"));
        assertTrue(run.out().contains("no place for the tokenizer"), run.out());
        HoneRun without = HoneRun.of("generate", file("gpt"), "--warm-up", "0", "--tokens", "2");
        assertEquals(2, without.code());
        assertTrue(without.err().contains("--tokenizer"), without.err());
        fine("export", "gpt", "--out", file("gpt.safetensors"));
        String[] prompt = {"--prompt", "once upon a time", "--warm-up", "0", "--tokens", "8"};
        HoneRun before = fine(generate("gpt", prompt));
        HoneRun after = fine(generate(file("gpt.safetensors"), prompt));
        assertEquals(
                before.out().lines().findFirst().orElseThrow(),
                after.out().lines().findFirst().orElseThrow());
    }

    @Test
    void aTransformerFromElsewhereContinuesATextAsOnnx() throws IOException {
        Path llama = ForeignTransformers.huggingFace(folder.resolve("llama"), true);
        fine("export", llama.toString(), "--out", file("llama.onnx"));
        String[] words = {"--prompt", "ab", "--warm-up", "0", "--tokens", "9", "--json", file("g.json")};
        fine(generate(llama.toString(), words));
        String expected = json("g.json").get("text").stringValue();
        String[] tokenizer = {"--tokenizer", llama.resolve("tokenizer.json").toString()};
        for (String recipe : List.of("", "kvcache,simd")) {
            fine(generate(file("llama.onnx"), new String[] {"--enable", recipe}, tokenizer, words));
            assertEquals(expected, json("g.json").get("text").stringValue(), recipe);
        }
    }

    private static String[] generate(String model, String[]... more) {
        return Stream.concat(Stream.of("generate", model), Stream.of(more).flatMap(Stream::of))
                .toArray(String[]::new);
    }

    @Test
    void aRecipeIsKeptWithTheModel() throws IOException {
        fine("export", "mlp", "--enable", "prune=0.5", "--out", file("p.safetensors"));
        fine("export", file("p.safetensors"), "--enable", "int8", "--out", file("q.safetensors"));
        HoneRun inspected = fine("inspect", file("q.safetensors"));
        assertTrue(inspected.out().contains("prune=0.5,int8"), inspected.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "gpt --enable kvcache --out ~/m.onnx; ONNX graphs keep nothing",
                "mlp --out ~/m.gguf; there are onnx and safetensors",
                "mlp --format tflite --out ~/m.onnx; --format tflite",
                "mlp --out ~/none/m.onnx; there is no folder",
                "resnet --out ~/m.onnx; none ships",
                "mlp --enable prune@conv* --out ~/m.onnx; no linear layer matches",
                "mlp --enable int8:activations=int8 --data stories --out ~/m.onnx; stories have no labels",
                "encoder --enable int8:activations=int8 --data cifar10:~ --out ~/m.onnx; ~"
            })
    void whatCannotBeWrittenIsRefusedInASentence(String words, String reason) throws IOException {
        Path kept = Files.writeString(folder.resolve("m.onnx"), "what was there");
        HoneRun run = HoneRun.of(("export " + words.replace("~", folder.toString())).split(" ", -1));
        assertEquals(2, run.code(), run.err() + run.out());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains(reason.replace("~", folder.toString())), run.err());
        assertEquals("what was there", Files.readString(kept));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(kept), files.toList());
        }
    }
}
