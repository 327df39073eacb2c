package hone.engine.format.open;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.Unavailable;
import hone.engine.format.Artefact;
import hone.engine.format.Provenance;
import hone.engine.format.TokenizerJson;
import hone.engine.format.onnx.OnnxExport;
import hone.engine.format.onnx.proto.OnnxGraph;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Architecture;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.model.Task;
import hone.engine.run.Fixtures;
import hone.engine.run.PlanRequest;
import hone.engine.technique.Recipe;
import hone.engine.technique.Setup;
import hone.engine.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of every format opens, by its name or its first bytes; what cannot be opened is refused in a sentence. */
class ModelFileTest {
    @TempDir
    Path folder;

    private final MemoryBudget budget = new MemoryBudget(64L << 20);
    private final MemoryRegion region = budget.open(Category.WEIGHTS, "test");
    private final Model perceptron = Fixtures.model(Mlp.graph(7, 5, 3), budget, 3);

    @AfterEach
    void close() {
        region.close();
    }

    private Artefact load(Path path, Optional<Path> tokenizer) {
        return ModelFile.load(path, "named", tokenizer, region, Progress.NONE, new Cancellation());
    }

    private Artefact load(Path path) {
        return load(path, Optional.empty());
    }

    private Path ours() {
        Path file = folder.resolve("m.safetensors");
        new Artefact(
                        new Setup(perceptron, PlanRequest.baseline(1)),
                        Recipe.NONE,
                        new Provenance(java.util.Map.of("seed", "3")))
                .save(file, region);
        return file;
    }

    @Test
    void aModelOfOursKeepsItsNameAndOrigin() throws IOException {
        Artefact ours = load(ours());
        assertEquals(perceptron.hash(), ours.setup().model().hash());
        assertEquals("3", ours.provenance().facts().get("seed"));
        Path other = Files.move(folder.resolve("m.safetensors"), folder.resolve("m.weights"));
        assertEquals(ModelFormat.SAFETENSORS, ModelFormat.of(other));
        assertEquals(perceptron.hash(), load(other).setup().model().hash());
    }

    @Test
    void anOnnxFileGetsTheNameItIsGiven() throws IOException {
        Path file = folder.resolve("m.onnx");
        OnnxExport.write(perceptron, file);
        Artefact onnx = load(file);
        assertEquals("named", onnx.setup().model().id());
        assertEquals(
                perceptron.graph().nodes().toString(),
                onnx.setup().model().graph().nodes().toString());
        assertEquals(
                "ONNX, version 20 of the operators", onnx.provenance().facts().get("format"));
        assertEquals("Hone", onnx.provenance().facts().get("producer"));
        assertEquals(Task.CLASSIFICATION, Architecture.of(onnx.setup().model()).task());
        Path other = Files.move(file, folder.resolve("m.model"));
        assertEquals(ModelFormat.ONNX, ModelFormat.of(other));
    }

    @Test
    void aHuggingFaceFolderBringsItsTokenizerOrTakesAnother() throws IOException {
        Path with = ForeignTransformers.huggingFace(folder.resolve("with"), true);
        Artefact opened = load(with);
        assertEquals("named", opened.setup().model().id());
        assertEquals(Task.LANGUAGE, Architecture.of(opened.setup().model()).task());
        assertEquals(5, opened.tokenizer().orElseThrow().vocabularySize());
        Path without = ForeignTransformers.huggingFace(folder.resolve("without"), false);
        assertTrue(load(without).tokenizer().isEmpty());
        Path named = Files.writeString(folder.resolve("t.json"), ForeignTransformers.TOKENIZER);
        Artefact given = load(without, Optional.of(named));
        assertEquals(
                TokenizerJson.load(named).vocabularySize(),
                given.tokenizer().orElseThrow().vocabularySize());
    }

    @Test
    void aLlama2cCheckpointBringsTheTokenizerBesideIt() throws IOException {
        Path file = ForeignTransformers.llama2c(folder.resolve("stories.bin"), 262);
        assertTrue(load(file).tokenizer().isEmpty());
        ForeignTransformers.llama2cTokenizer(folder.resolve("tokenizer.bin"));
        Artefact opened = load(file);
        assertEquals(262, opened.tokenizer().orElseThrow().vocabularySize());
        assertEquals("llama2.c", opened.provenance().facts().get("format"));
        Path other = Files.copy(file, folder.resolve("stories"));
        assertEquals(ModelFormat.LLAMA2C, ModelFormat.of(other));
    }

    @Test
    void aTokenizerOfMoreTokensThanTheModelScoresIsRefused() throws IOException {
        Path file = ForeignTransformers.llama2c(folder.resolve("small.bin"), 262);
        Path folderOfFive = ForeignTransformers.huggingFace(folder.resolve("five"), true);
        Path larger = Files.writeString(
                folder.resolve("larger.json"),
                ForeignTransformers.TOKENIZER.replace("\"id\":4", "\"id\":5").replace("\"Ġ\":3", "\"Ġ\":3,\"c\":4"));
        InvalidInput refused = assertThrows(InvalidInput.class, () -> load(folderOfFive, Optional.of(larger)));
        assertTrue(refused.getMessage().contains("it has 6 tokens, the model scores 5"), refused.getMessage());
        assertEquals(
                6, load(file, Optional.of(larger)).tokenizer().orElseThrow().vocabularySize());
        assertThrows(InvalidInput.class, () -> load(ours(), Optional.of(larger)), "a classifier takes none");
    }

    @Test
    void operatorsWithoutAnOpAreNamedAtOnce() throws IOException {
        OnnxGraph graph = new OnnxGraph();
        graph.input("x", TensorType.f32(2L, 3));
        graph.node("a", "Hardmax", List.of("x"), List.of("a"));
        graph.node("b", "CumSum", List.of("a", graph.whole("axis", 1)), List.of("b"));
        graph.output("b", TensorType.f32(2L, 3));
        Path file = folder.resolve("odd.onnx");
        Files.write(file, graph.model("odd", "test").toBytes());
        Unavailable refused = assertThrows(Unavailable.class, () -> load(file));
        assertTrue(refused.getMessage().contains("Hardmax (node a), CumSum (node b)"), refused.getMessage());
        assertTrue(refused.getMessage().contains(file.toString()), refused.getMessage());
    }

    @Test
    void aStopIsHeard() {
        Path file = folder.resolve("m.onnx");
        OnnxExport.write(perceptron, file);
        Cancellation stopped = new Cancellation();
        stopped.cancel();
        assertThrows(
                Cancelled.class, () -> ModelFile.load(file, "named", Optional.empty(), region, Progress.NONE, stopped));
    }

    @Test
    void whatIsNoModelIsRefusedInASentence() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "These are notes.");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        for (Path bad : List.of(text, empty, folder.resolve("none.onnx"))) {
            InvalidInput refused = assertThrows(InvalidInput.class, () -> load(bad));
            assertTrue(refused.getMessage().contains(bad.toString()), refused.getMessage());
        }
    }
}
