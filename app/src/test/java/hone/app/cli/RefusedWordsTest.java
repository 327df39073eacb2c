package hone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Words and files that cannot be used: one sentence, exit code 2, and nothing changed. */
class RefusedWordsTest {
    @TempDir
    Path folder;

    static Stream<Arguments> badWords() {
        return Stream.of(
                Arguments.of("run resnet", "none ships with this build"),
                Arguments.of("run resnet9", "there is no such model (resnet9)"),
                Arguments.of("run mlp --enable turbo", "there is no such technique (turbo)"),
                Arguments.of("run mlp --enable prune=2", "0.05 to 0.99"),
                Arguments.of("run mlp --enable int8,int8@fc1", "INT8 already"),
                Arguments.of("run mlp --enable prune@conv*", "no linear layer matches conv*"),
                Arguments.of("run mlp --peer tvm", "there is onnxruntime"),
                Arguments.of("scenario mlp --as batch", "there are single, offline, server"),
                Arguments.of("scenario mlp", "--as"),
                Arguments.of("scenario mlp --as single --rate 5", "only queries that arrive by themselves"),
                Arguments.of("scenario mlp --as offline --target-p99 5", "only queries that arrive by themselves"),
                Arguments.of("scenario mlp --as server --rate 2 --seconds 3", "at least 100"),
                Arguments.of("scenario mlp --as server --rate -2", "above 0"),
                Arguments.of("scenario mlp --as server --seconds 0", "above 0"),
                Arguments.of("scenario mlp --as server --json /no/such/folder/r.json", "there is no folder"),
                Arguments.of("run mlp --batch 0", "it is 0"),
                Arguments.of("run mlp --batch -5", "it is -5"),
                Arguments.of("run mlp --batch 99999999", "it is 99999999"),
                Arguments.of("run mlp --batch many", "'many' is not an int"),
                Arguments.of("run mlp --data nowhere", "no such source is known"),
                Arguments.of("run mlp --data idx:/no/such/folder", "/no/such/folder"),
                Arguments.of("run mlp --data csv:/no/such/file", "/no/such/file"),
                Arguments.of("run mlp --data csv:x,header=maybe", "header is one of auto, yes or no"),
                Arguments.of("eval mlp --data images:/no/such/folder", "there is no such folder"),
                Arguments.of("eval mlp --data cifar10:/no/such/folder", "there is no such folder"),
                Arguments.of("train mlp --data text:/no/such/file", "a text has no labels"),
                Arguments.of("eval mlp --split /no/such/file", "/no/such/file"),
                Arguments.of("data", "name what to do: fetch"),
                Arguments.of("data fetch imagenet", "the sets are mnist, fashion-mnist, cifar10"),
                Arguments.of("data fetch mnist --mirror ftp://127.0.0.1/", "it is not http or https"),
                Arguments.of("data fetch mnist --mirror http://127.0.0.1:1/", "127.0.0.1 cannot be reached"),
                Arguments.of("train mlp-64", "such as mlp-64-32-10"),
                Arguments.of("train mlp-64-0-10", "such as mlp-64-32-10"),
                Arguments.of("run mlp --checkpoint /no/such/file", "/no/such/file"),
                Arguments.of("run mlp --json /no/such/folder/r.json", "there is no folder"),
                Arguments.of("run mlp --jfr /", "it is a folder"),
                Arguments.of("run", "Missing required parameter: 'MODEL'"),
                Arguments.of("run mlp --fast", "Unknown option: '--fast'"),
                Arguments.of("fly", "Unmatched argument at index 0: 'fly'"),
                Arguments.of("train mlp --train 0", "--train 0"),
                Arguments.of("train mlp --train 24000", "the data has 24000"),
                Arguments.of("train mlp --epochs 0", "there are 0"),
                Arguments.of("train gpt9", "there is no such model (gpt9)"),
                Arguments.of("infer mlp --runs 0", "it is 0"),
                Arguments.of("screenshot --screen moon --out x.png", "there is no such screen"),
                Arguments.of("screenshot --size 10x10 --out x.png", "--size 10x10"),
                Arguments.of("screenshot --theme pink --out x.png", "the themes are light"),
                Arguments.of("verify", "run ./hone verify in a checkout"));
    }

    @ParameterizedTest(name = "hone {0}")
    @MethodSource("badWords")
    void badInputGetsOneSentenceAndExitCode2(String words, String reason) {
        HoneRun outcome = HoneRun.of(words.split(" "));
        assertEquals(2, outcome.code(), outcome.err());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().startsWith("hone: "), outcome.err());
        assertTrue(outcome.err().contains(reason), outcome.err());
        assertTrue(outcome.out().isEmpty(), outcome.out());
    }

    @Test
    void aDamagedModelIsRefusedAndLeftAsItWas() throws IOException {
        Path damaged = folder.resolve("damaged.safetensors");
        Files.writeString(damaged, "this is no model", StandardCharsets.UTF_8);
        HoneRun outcome = HoneRun.of("eval", "mlp", "--checkpoint", damaged.toString());
        assertEquals(2, outcome.code());
        assertTrue(outcome.err().contains("damaged.safetensors"), outcome.err());
        assertEquals("this is no model", Files.readString(damaged));
    }

    @Test
    void aRefusedOutputKeepsWhatWasThere() throws IOException {
        Path report = folder.resolve("report.json");
        Files.writeString(report, "old");
        assertEquals(
                2,
                HoneRun.of("run", "mlp", "--enable", "nothing", "--json", report.toString())
                        .code());
        assertEquals("old", Files.readString(report));
    }
}
