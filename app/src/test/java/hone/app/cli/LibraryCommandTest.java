package hone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.app.Home;
import hone.app.model.ModelLibrary;
import hone.engine.format.onnx.proto.OnnxGraph;
import hone.engine.format.open.ForeignTransformers;
import hone.engine.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Models of every format come into the library, and every verb finds them there by name. */
class LibraryCommandTest {
    /** What every name begins with here, so that these tests tidy up after themselves and nobody else. */
    private static final String OURS = "library-test-";

    @TempDir
    Path folder;

    @AfterEach
    void tidyUp() {
        ModelLibrary library = library();
        library.names().stream().filter(name -> name.startsWith(OURS)).forEach(library::remove);
    }

    private static ModelLibrary library() {
        return new ModelLibrary(Home.ofThisPerson().library());
    }

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

    private static void refused(String reason, String... words) {
        HoneRun run = HoneRun.of(words);
        assertEquals(2, run.code(), run.err() + run.out());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains(reason), run.err());
    }

    /** A classifier over images as other programs write one: with a batch of one, and images as they are. */
    private Path imageClassifier(String name) throws IOException {
        OnnxGraph graph = new OnnxGraph();
        graph.input("image", TensorType.f32(1L, 1, 28, 28));
        float[] filters = new float[4 * 9];
        float[] weights = new float[10 * 676];
        for (int i = 0; i < filters.length; i++) {
            filters[i] = i % 5 / 8F - 0.25F;
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i * 31 % 17 / 64F - 0.125F;
        }
        graph.node("conv", "Conv", List.of("image", graph.floats("filters", filters, 4, 1, 3, 3)), List.of("conv"));
        graph.node("relu", "Relu", List.of("conv"), List.of("relu"));
        graph.node("pool", "MaxPool", List.of("relu"), List.of("pool"))
                .attribute("kernel_shape", List.of(2L, 2L))
                .attribute("strides", List.of(2L, 2L));
        graph.node("flat", "Flatten", List.of("pool"), List.of("flat"));
        graph.node("fc", "Gemm", List.of("flat", graph.floats("weights", weights, 10, 676)), List.of("scores"))
                .attribute("transB", 1);
        graph.output("scores", TensorType.f32(1L, 10));
        return Files.write(
                folder.resolve(name), graph.model("classifier", "elsewhere").toBytes());
    }

    @Test
    void anOnnxClassifierIsJudgedRunAndExportedByItsName() throws IOException {
        String name = OURS + "images";
        Path model = imageClassifier("Images.onnx");
        HoneRun imported = fine("import", model.toString(), "--name", name, "--json", file("import.json"));
        assertTrue(imported.out().contains("it takes F32[batch×1×28×28] and answers F32[batch×10]"), imported.out());
        JsonNode facts = json("import.json");
        assertEquals(name, facts.get("name").stringValue());
        assertEquals("classification", facts.get("task").stringValue());
        assertEquals(36 + 6760, facts.get("parameters").longValue());
        assertTrue(facts.get("refusal").isNull(), facts.toString());
        assertEquals("Images.onnx", facts.get("provenance").get("imported").stringValue());

        fine("eval", name, "--json", file("eval.json"));
        JsonNode judged = json("eval.json");
        assertEquals(4_000, judged.get("samples").intValue());
        assertEquals(name, judged.get("model").stringValue());
        fine("eval", model.toString(), "--json", file("file.json"));
        assertEquals(judged.get("accuracy"), json("file.json").get("accuracy"), "the file and its import agree");

        HoneRun inferred = fine("infer", name, "--enable", "simd,fuse,int8", "--batch", "100", "--runs", "2");
        assertEquals(201, inferred.out().lines().count());
        HoneRun run = fine("run", name, "--enable", "simd", "--batch", "8", "--json", file("run.json"));
        assertTrue(run.out().contains("conv"), run.out());
        assertEquals(name, json("run.json").get("model").stringValue());

        fine("export", name, "--enable", "fuse,int8", "--out", file("again.onnx"), "--json", file("export.json"));
        assertEquals(
                1, json("export.json").get("operators").get("DequantizeLinear").intValue());
        fine("eval", file("again.onnx"), "--json", file("again.json"));
        assertEquals(
                judged.get("accuracy").doubleValue(),
                json("again.json").get("accuracy").doubleValue(),
                0.01);

        HoneRun inspected = fine("inspect", name);
        assertTrue(inspected.out().contains("Conv2d"), inspected.out());
    }

    @Test
    void transformersContinueATextByTheirNames() throws IOException {
        Path stories = ForeignTransformers.llama2c(folder.resolve("stories.bin"), 259 + 3);
        refused(
                "there is no such tokenizer",
                "import",
                stories.toString(),
                "--name",
                OURS + "a",
                "--tokenizer",
                "none");
        HoneRun without = fine("import", stories.toString(), "--name", OURS + "without");
        assertTrue(without.out().contains("it has no tokenizer"), without.out());
        refused("the file carries none", "generate", OURS + "without", "--warm-up", "0");
        ForeignTransformers.llama2cTokenizer(folder.resolve("tokenizer.bin"));
        fine("import", stories.toString(), "--name", OURS + "stories");
        Path llama = ForeignTransformers.huggingFace(folder.resolve("llama"), true);
        fine("import", llama.toString(), "--name", OURS + "llama");
        for (String origin : List.of(stories.toString(), llama.toString())) {
            String name = origin.equals(llama.toString()) ? OURS + "llama" : OURS + "stories";
            String[] words = {"--prompt", "ab", "--warm-up", "0", "--tokens", "6", "--json", file("g.json")};
            fine(Stream.concat(Stream.of("generate", origin), Stream.of(words)).toArray(String[]::new));
            String expected = json("g.json").get("text").stringValue();
            fine(Stream.concat(Stream.of("generate", name), Stream.of(words)).toArray(String[]::new));
            assertEquals(expected, json("g.json").get("text").stringValue(), name);
        }
        fine("library", "--json", file("library.json"));
        JsonNode listed = json("library.json").get("models");
        JsonNode llamaEntry = listed.valueStream()
                .filter(entry -> entry.get("name").stringValue().equals(OURS + "llama"))
                .findFirst()
                .orElseThrow();
        assertEquals("language", llamaEntry.get("task").stringValue());
        assertTrue(llamaEntry.get("tokenizer").booleanValue());
        assertEquals(
                "Hugging Face folder",
                llamaEntry.get("provenance").get("format").stringValue());
    }

    @Test
    void aTrainedModelKeepsItsDataAndItsClasses() throws IOException {
        StringBuilder table = new StringBuilder("x,y,side\n");
        for (int i = 0; i < 400; i++) {
            int x = i * 37 % 101;
            int y = i * 53 % 97;
            table.append(x)
                    .append(',')
                    .append(y)
                    .append(',')
                    .append(x > y ? "below" : "above")
                    .append('\n');
        }
        Files.writeString(folder.resolve("sides.csv"), table);
        fine("train", "mlp", "--data", "csv:" + file("sides.csv"), "--epochs", "2", "--out", file("m.safetensors"));
        fine("import", file("m.safetensors"), "--name", OURS + "sides");
        HoneRun judged = fine("eval", OURS + "sides");
        assertTrue(judged.out().contains("above: "), judged.out());
        fine("eval", file("m.safetensors"));
        Files.delete(folder.resolve("sides.csv"));
        refused("sides.csv", "eval", OURS + "sides");
    }

    @Test
    void aNameIsTakenOnceAndReplacedByForceOnly() throws IOException {
        String name = OURS + "twice";
        fine("import", imageClassifier("one.onnx").toString(), "--name", name);
        Path kept = library().find(name).orElseThrow();
        byte[] before = Files.readAllBytes(kept);
        refused("the library has a model of this name (" + name + ")", "import", file("one.onnx"), "--name", name);
        Files.writeString(folder.resolve("bad.onnx"), "this is no model");
        refused("bad.onnx", "import", file("bad.onnx"), "--name", name, "--force");
        assertEquals(-1, java.util.Arrays.mismatch(before, Files.readAllBytes(kept)), "the old one is still there");
        fine("import", file("one.onnx"), "--name", name, "--force");
        try (Stream<Path> files = Files.list(kept.getParent())) {
            assertTrue(files.noneMatch(each -> each.toString().endsWith(".part")));
        }
        assertTrue(fine("library", "remove", name).out().contains("removed " + name));
        refused("the library has no such model", "library", "remove", name);
        refused("there is no such model (" + name + ")", "run", name);
    }

    static Stream<Arguments> badNames() {
        return Stream.of(
                Arguments.of("mlp", "one of the program's own"),
                Arguments.of("gpt-mine", "one of the program's own"),
                Arguments.of("a/b", "a to z"),
                Arguments.of("..", "a to z"),
                Arguments.of("A", "a to z"),
                Arguments.of("con", "a to z"),
                Arguments.of("nul.x", "a to z"),
                Arguments.of("ends.", "a to z"),
                Arguments.of("", "a to z"),
                Arguments.of("x".repeat(65), "a to z"));
    }

    @ParameterizedTest
    @MethodSource("badNames")
    void aBadNameIsRefusedBeforeTheFileIsRead(String name, String reason) {
        refused(reason, "import", file("none.onnx"), "--name", name);
    }

    @Test
    void theNameOfAFileIsMadeFit() throws IOException {
        Path odd = Files.move(imageClassifier("x.onnx"), folder.resolve("Library Test (Odd).ONNX"));
        fine("import", odd.toString());
        assertTrue(library().find(OURS + "odd").isPresent());
        Path zoo = Files.move(odd, folder.resolve("cnn.onnx"));
        refused("name it with --name", "import", zoo.toString());
    }

    @Test
    void unknownNamesListWhatThereIs() throws IOException {
        fine("import", imageClassifier("one.onnx").toString(), "--name", OURS + "here");
        for (String verb : List.of("run", "eval", "infer", "generate")) {
            refused("the models are mlp, cnn", verb, "nothing-of-the-kind");
            refused(OURS + "here", verb, "nothing-of-the-kind");
        }
        refused("there is no such model file", "eval", file("none.onnx"));
        refused("does not continue a text", "generate", OURS + "here", "--warm-up", "0");
        refused("has weights of its own", "eval", OURS + "here", "--checkpoint", file("one.onnx"));
        Files.writeString(folder.resolve("t.csv"), "1,2,0\n3,4,1\n5,6,0\n");
        refused("the model takes 784 numbers", "infer", OURS + "here", "--data", "csv:" + file("t.csv"));
    }

    @Test
    void aDamagedModelIsListedAsSuch() throws IOException {
        Path file = Home.ofThisPerson().library().resolve(OURS + "damaged.safetensors");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "this is no model");
        HoneRun listed = fine("library", "--json", file("library.json"));
        assertTrue(listed.out().contains(OURS + "damaged"), listed.out());
        assertTrue(listed.out().contains("damaged: "), listed.out());
        assertFalse(json("library.json").get("models").isEmpty());
        refused(OURS + "damaged", "run", OURS + "damaged");
        fine("library", "remove", OURS + "damaged");
    }

    @Test
    void operatorsInTheWayAreNamed() throws IOException {
        OnnxGraph graph = new OnnxGraph();
        graph.input("x", TensorType.f32(1L, 4));
        graph.node("a", "LeakyRelu", List.of("x"), List.of("a"));
        graph.node("b", "Elu", List.of("a"), List.of("b"));
        graph.output("b", TensorType.f32(1L, 4));
        Files.write(folder.resolve("odd.onnx"), graph.model("odd", "test").toBytes());
        refused("LeakyRelu (node a), Elu (node b)", "import", file("odd.onnx"), "--name", OURS + "odd");
        HoneRun inspected = fine("inspect", file("odd.onnx"), "--json", file("i.json"));
        assertTrue(inspected.out().contains("not lowered  LeakyRelu (node a), Elu (node b)"), inspected.out());
        assertEquals(2, json("i.json").get("notLowered").size());
    }
}
