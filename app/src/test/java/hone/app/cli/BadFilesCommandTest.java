package hone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A bad file on the command line: exit code 2, one sentence that names the file, the place and the reason, and nothing lost. */
class BadFilesCommandTest {
    @TempDir
    Path folder;

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] safetensors(String header) {
        byte[] json = text(header);
        byte[] file = Arrays.copyOf(new byte[] {(byte) json.length, (byte) (json.length >> 8)}, 8 + json.length);
        System.arraycopy(json, 0, file, 8, json.length);
        return file;
    }

    /** A file's name, its content, what is said of it, and a command in which @ is the file and ~ its folder. */
    static Stream<Arguments> badFiles() {
        byte[] past = {99, 0, 0, 0, 0, 0, 0, 0, '{', '}'};
        byte[] cut = safetensors("{\"a\":{\"dtype\":\"F32\",\"shape\":[9],\"data_offsets\":[0,36]}}");
        String huge = "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}";
        byte[] config = text("{\"model_type\":\"gpt2\",\"n_layer\":-1}");
        return Stream.of(
                Arguments.of("empty.safetensors", new byte[0], "too few for a header", "inspect @"),
                Arguments.of("past.safetensors", past, "claims 99 bytes", "inspect @"),
                Arguments.of("cut.safetensors", cut, "a): its data_offsets are 0 to 36 of 0", "inspect @"),
                Arguments.of("huge.safetensors", safetensors(huge), "overflow", "inspect @"),
                Arguments.of(
                        "text.safetensors",
                        safetensors("{\"a\u0001\":1}"),
                        "header): it is not valid JSON",
                        "inspect @"),
                Arguments.of("model.bin", new byte[500], "claims 0 layers", "inspect @"),
                Arguments.of("config.json", config, "n_embd is missing", "inspect ~"),
                Arguments.of("model.safetensors", cut, "", "run mlp --checkpoint @"),
                Arguments.of("model.safetensors", new byte[64], "claims 0 bytes", "run mlp --checkpoint @"),
                Arguments.of(
                        "table.csv",
                        text("1,2,0\n1,2\n"),
                        "line 2): it has 2 cells",
                        "train mlp --data csv:@ --out ~/kept"),
                Arguments.of(
                        "table.csv",
                        new byte[] {'1', ',', -1},
                        "byte 2): the byte 0xff",
                        "train mlp --data csv:@ --out ~/kept"),
                Arguments.of(
                        "t10k-images-idx3-ubyte", new byte[] {0, 0, 8, 3}, "", "train mlp --data idx:~ --out ~/kept"),
                Arguments.of("test_batch.bin", new byte[7], "", "train cnn --data cifar10:~ --out ~/kept"),
                Arguments.of(
                        "a/x.png",
                        text("no picture"),
                        "neither a PNG nor a JPEG",
                        "train mlp --data images:~ --out ~/kept"));
    }

    @ParameterizedTest(name = "{3}: {0} {2}")
    @MethodSource("badFiles")
    void aBadFileIsRefusedInOneSentence(String name, byte[] content, String reason, String command) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        Path kept = Files.writeString(folder.resolve("kept"), "what was there");
        List<String> words = new ArrayList<>();
        for (String word : command.split(" ")) {
            words.add(word.replace("@", file.toString()).replace("~", folder.toString()));
        }
        HoneRun run = HoneRun.of(words.toArray(String[]::new));
        assertEquals(2, run.code(), run.err() + run.out());
        List<String> said = run.err().lines().filter(line -> !line.isBlank()).toList();
        assertEquals(1, said.size(), run.err());
        assertTrue(said.getFirst().contains(folder.toString()), run.err());
        assertTrue(said.getFirst().contains(reason), run.err());
        assertFalse(run.err().contains("Exception"), run.err());
        assertEquals("what was there", Files.readString(kept));
        assertEquals(-1, Arrays.mismatch(content, Files.readAllBytes(file)), "the file is as it was");
    }
}
