package hone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.format.onnx.proto.Message;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Cases made here, of one node each: two numbers in, two out. */
class ConformanceCommandTest {
    @TempDir
    Path folder;

    private void makeCase(String name, String operator, float... due) throws IOException {
        Path set = Files.createDirectories(folder.resolve(name).resolve("test_data_set_0"));
        Message node = new Message().text(1, "x").text(2, "y").text(3, "only").text(4, operator);
        Message graph = new Message()
                .message(1, node)
                .text(2, name)
                .message(11, new Message().text(1, "x"))
                .message(12, new Message().text(1, "y"));
        Message model = new Message().number(1, 8).message(7, graph).message(8, new Message().number(2, 17));
        Files.write(set.resolveSibling("model.onnx"), model.toBytes());
        Files.write(set.resolve("input_0.pb"), tensor(-1, 2));
        Files.write(set.resolve("output_0.pb"), tensor(due));
    }

    private static byte[] tensor(float... values) {
        MemorySegment bytes =
                MemorySegment.ofArray(MemorySegment.ofArray(values).toArray(ValueLayout.JAVA_BYTE));
        return new Message()
                .number(1, values.length)
                .number(2, 1)
                .bytes(9, bytes)
                .toBytes();
    }

    @Test
    void everyCaseIsPassedUnsupportedOrFailed() throws IOException {
        makeCase("right", "Relu", 0, 2);
        makeCase("strange", "Teleport", 0, 2);
        makeCase("wrong", "Relu", 0, 2.5f);
        Path file = folder.resolve("out.json");
        HoneRun run = HoneRun.of("conformance", "onnx", folder.toString(), "--json", file.toString());
        assertEquals(1, run.code(), run.err());
        assertTrue(run.out().contains("1 passed, 1 unsupported, 1 failed"), run.out());
        JsonNode json = JsonMapper.shared().readTree(Files.readString(file));
        assertEquals("right", json.get("passed").get(0).stringValue());
        assertEquals("strange", json.get("unsupported").get(0).get("case").stringValue());
        assertEquals(
                "Teleport (node only)",
                json.get("unsupported").get(0).get("operators").get(0).stringValue());
        assertEquals("wrong", json.get("failed").get(0).get("case").stringValue());
        String reason = json.get("failed").get(0).get("reason").stringValue();
        assertTrue(reason.contains("by up to 0.5"), reason);
    }

    /** What the reference operators compute and the engine has no op for is unsupported there; what it computes is compared. */
    @Test
    void casesRunOnTheEngineWhereAsked() throws IOException {
        makeCase("right", "Softsign", -0.5f, 2 / 3f);
        makeCase("odd", "Hardmax", 0, 1);
        makeCase("wrong", "Softsign", -0.5f, 2);
        HoneRun reference = HoneRun.of("conformance", "onnx", folder.toString());
        assertTrue(reference.out().contains("2 passed, 0 unsupported, 1 failed"), reference.out());
        HoneRun engine = HoneRun.of("conformance", "onnx", folder.toString(), "--engine");
        assertEquals(1, engine.code(), engine.err());
        assertTrue(engine.out().contains("1 passed, 1 unsupported, 1 failed"), engine.out());
        assertTrue(engine.out().contains("Hardmax (node only)"), engine.out());
    }

    @Test
    void casesThatAllPassEndWell() throws IOException {
        makeCase("right", "Relu", 0, 2);
        HoneRun run = HoneRun.of("conformance", "onnx", folder.toString());
        assertEquals(0, run.code(), run.err() + run.out());
    }

    @Test
    void aFolderWithoutCasesIsRefused() {
        HoneRun run = HoneRun.of("conformance", "onnx", folder.toString());
        assertEquals(2, run.code());
        assertTrue(run.err().contains("no folder below it has a model.onnx"), run.err());
    }
}
