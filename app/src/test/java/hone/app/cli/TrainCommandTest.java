package hone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What {@code train} makes of models and tables, and that {@code eval} judges it alike. */
class TrainCommandTest {
    @TempDir
    Path folder;

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void whatWasTrainedCanBeJudgedAndRun() throws IOException {
        HoneRun train = HoneRun.of(
                "train",
                "mlp",
                "--train",
                "600",
                "--epochs",
                "1",
                "--seed",
                "9",
                "--out",
                file("m.safetensors"),
                "--json",
                file("train.json"));
        assertEquals(0, train.code(), train.err());
        JsonNode values = HoneRun.json(folder.resolve("train.json"));
        for (String key : List.of("trainAccuracy", "testAccuracy", "parameters", "flopsPerSample", "seconds", "seed")) {
            assertTrue(values.has(key), key);
        }
        assertEquals(109_386, values.get("parameters").longValue());
        assertEquals(218_368, values.get("flopsPerSample").longValue());
        assertEquals(23_400, values.get("testSamples").intValue());
        assertEquals(
                0,
                HoneRun.of("eval", "mlp", "--checkpoint", file("m.safetensors")).code());
        HoneRun again = HoneRun.of(
                "train", "mlp", "--train", "600", "--epochs", "1", "--seed", "9", "--out", file("again.safetensors"));
        assertEquals(0, again.code(), again.err());
        assertEquals(-1, Files.mismatch(folder.resolve("m.safetensors"), folder.resolve("again.safetensors")));
    }

    @Test
    void aConvolutionalNetworkIsTrainedSavedAndTested() throws IOException {
        HoneRun train = HoneRun.of(
                "train",
                "cnn",
                "--train",
                "300",
                "--epochs",
                "1",
                "--out",
                file("cnn.safetensors"),
                "--json",
                file("cnn.json"));
        assertEquals(0, train.code(), train.err());
        assertTrue(train.out().contains("epoch  1 of 1"), train.out());
        JsonNode values = HoneRun.json(folder.resolve("cnn.json"));
        assertEquals(20_490, values.get("parameters").longValue());
        HoneRun eval = HoneRun.of("eval", "cnn", "--checkpoint", file("cnn.safetensors"));
        assertEquals(0, eval.code(), eval.err());
    }

    @Test
    void aTableTrainsAPerceptronOfItsOwnWidth() throws IOException {
        StringBuilder table = new StringBuilder("x,y,side\n");
        StringBuilder split = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            int x = i * 37 % 101;
            int y = i * 53 % 97;
            table.append(x)
                    .append(',')
                    .append(y)
                    .append(',')
                    .append(x > y ? "below" : "above")
                    .append('\n');
            split.append(i % 4 == 0 ? "test," : "train,").append(i).append('\n');
        }
        Files.writeString(folder.resolve("sides.csv"), table);
        Files.writeString(folder.resolve("split.csv"), split);
        String data = "csv:" + file("sides.csv");
        HoneRun train = HoneRun.of(
                "train",
                "mlp",
                "--data",
                data,
                "--split",
                file("split.csv"),
                "--epochs",
                "20",
                "--out",
                file("m.safetensors"),
                "--json",
                file("train.json"));
        assertEquals(0, train.code(), train.err());
        JsonNode values = HoneRun.json(folder.resolve("train.json"));
        assertEquals("mlp-2-128-64-2", values.get("model").asString());
        assertEquals(300, values.get("trainSamples").intValue());
        assertEquals(100, values.get("testSamples").intValue());
        assertTrue(values.get("testAccuracy").doubleValue() > 0.9, train.out());
        HoneRun eval = HoneRun.of(
                "eval",
                "mlp-2-128-64-2",
                "--data",
                data,
                "--split",
                file("split.csv"),
                "--checkpoint",
                file("m.safetensors"),
                "--json",
                file("eval.json"));
        assertEquals(0, eval.code(), eval.err());
        JsonNode judged = HoneRun.json(folder.resolve("eval.json"));
        assertEquals(100, judged.get("samples").intValue());
        assertEquals(
                values.get("testAccuracy").doubleValue(), judged.get("accuracy").doubleValue());
        assertTrue(judged.get("data").asString().endsWith("split.csv"), judged.toString());
        HoneRun other = HoneRun.of("eval", "mlp", "--data", data);
        assertEquals(2, other.code());
        assertTrue(other.err().contains("1×2"), other.err());
        HoneRun both = HoneRun.of("train", "mlp", "--data", data, "--split", file("split.csv"), "--train", "9");
        assertEquals(2, both.code());
    }

    @Test
    void theRealSmallDigitsAreLearned() throws IOException {
        Path data = Path.of(System.getProperty("hone.shared", "shared"), "data");
        Path table = data.resolve("digits_8x8.csv");
        assumeTrue(Files.isRegularFile(table), "there is no " + table);
        HoneRun train = HoneRun.of(
                "train",
                "mlp-64-32-10",
                "--data",
                "csv:" + table,
                "--split",
                data.resolve("tinydigits_split_indices.csv").toString(),
                "--json",
                file("train.json"));
        assertEquals(0, train.code(), train.err());
        JsonNode values = HoneRun.json(folder.resolve("train.json"));
        assertEquals(1000, values.get("trainSamples").intValue());
        assertEquals(2410, values.get("parameters").intValue());
        assertTrue(values.get("testAccuracy").doubleValue() >= 0.95, train.out());
    }
}
