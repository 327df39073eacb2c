package hone.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.random.CounterRandom;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a table or a split can be wrong ends in one sentence with file, line and reason. */
class CsvBadFilesTest {
    private static final int MUTATIONS = 600;
    static final String GOOD = "size,colour,kind\n1.5,red,a\n2.5,\"light, blue\",b\n-3e2,green,a\n4,red,c\n";

    @TempDir
    Path folder;

    static Stream<Arguments> badTables() {
        String many = IntStream.range(0, 300).mapToObj(i -> "t" + i + ",0").collect(Collectors.joining("\n"));
        return Stream.of(
                arguments("empty", "", "", "table", "holds no samples"),
                arguments("line ends alone", "\n\r\n\n", "", "table", "holds no samples"),
                arguments("a header alone", "a,b\n", ",header=yes", "table", "holds no samples"),
                arguments("one column", "1\n2\n", "", "table", "one column"),
                arguments("a cell too few", "1,2,0\n1,2\n", "", "line 2", "2 cells, and the lines before it 3"),
                arguments("a cell too many", "1,2,0\n1,2,0,4\n", "", "line 2", "4 cells"),
                arguments("fewer than the header", "a,b,c\n1,0\n", "", "line 2", "2 cells"),
                arguments("a trailing separator", "1,0\n2,1,\n", "", "line 2", "3 cells"),
                arguments("an empty number", "1,2,0\n1,,0\n", "", "line 2, column 2", "the cell is empty"),
                arguments("a blank number", "1,2,0\n1, ,0\n", "", "line 2, column 2", "the cell is empty"),
                arguments("an empty label", "1,2,0\n1,2,\n", "", "line 2, column 3", "the cell is empty"),
                arguments("an empty named cell", "x,y\n1,0\n,0\n", "", "line 3, column 1 (x)", "the cell is empty"),
                arguments("an open quote", "1,\"2,0\n1,2,0\n", "", "line 1", "never closed"),
                arguments("an open quote at the end", "1,2\n1,\"", "", "line 2", "never closed"),
                arguments("a quote within", "1,2\"2,0\n", "", "line 1", "does not start with one"),
                arguments("text after a quote", "1,\"2\"2,0\n", "", "line 1", "goes on after its closing quote"),
                arguments("a lone carriage return", "1,2\r3,0\n", "", "line 1", "control character"),
                arguments("a zero character", "1,2\0,0\n", "", "line 1", "control character"),
                arguments("too many texts", many, "", "line 1, column 1", "more than 256 different texts"),
                arguments("too many labels", swapped(many), "", "line 1, column 2", "more than 256 different"),
                arguments("measures as texts", "1,a\n2,b\n", ",task=regression", "line 1, column 2", "finite number"),
                arguments("no such label", "1,1\n2,0\n", ",label=kind", "table", "no column is called"),
                arguments("label 0", "1,1\n2,0\n", ",label=0", "table", "no column is called or numbered"),
                arguments("label 3 of 2", "1,1\n2,0\n", ",label=3", "table", "it has 2 columns"),
                arguments("a huge label number", "1,1\n", ",label=999999", "table", "it has 2 columns"),
                arguments("divided beyond float", "1e30,1\n2,0\n", ",scale=1e-30", "line 1", "beyond float32"),
                arguments("too many columns", "1,".repeat(10_001) + "0\n", "", "line 1", "more than 10000 cells"),
                arguments("a huge cell", "x".repeat(1_100_000) + ",0\n", "", "line 1", "above the limit of 1048576"),
                arguments(
                        "a huge quoted cell", "\"" + "x".repeat(1_100_000) + "\",0", "", "line 1", "above the limit"));
    }

    private static String swapped(String table) {
        return table.lines()
                .map(line -> "0," + line.substring(0, line.indexOf(',')))
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTables")
    void badTablesAreRefused(String name, String content, String options, String place, String why) throws IOException {
        Path file = Files.writeString(folder.resolve("table.csv"), content);
        Refusal.expect(() -> read(file, options), content.length(), place, why);
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        Path file = folder.resolve("table.csv");
        Files.write(file, new byte[] {'1', ',', (byte) 0xff, ',', '0'});
        Refusal.expect(() -> read(file, ""), 5, "byte 2", "not valid UTF-8");
        Refusal.expect(() -> read(folder, ""), 0, folder.toString(), "not a regular file");
        Refusal.expect(() -> read(folder.resolve("none"), ""), 0, "none", "no such file");
    }

    static Stream<Arguments> badSplits() {
        return Stream.of(
                arguments("empty", "", "split.csv", "0 samples to train and 0 to test"),
                arguments("nothing to test", "train,0\ntrain,1\n", "split.csv", "2 samples to train and 0 to test"),
                arguments("nothing to train", "test,0\n", "split.csv", "0 samples to train and 1 to test"),
                arguments("all train", "0\n1\n2\n3\n", "split.csv", "4 samples to train and 0 to test"),
                arguments("beyond the last", "train,0\ntest,4\n", "line 2", "from 0 to 3"),
                arguments("negative", "train,0\ntest,-1\n", "line 2", "from 0 to 3"),
                arguments("a fraction", "train,0.5\n", "line 1", "from 0 to 3"),
                arguments("huge", "train,99999999999999999999\n", "line 1", "from 0 to 3"),
                arguments("no index", "train,\n", "line 1", "from 0 to 3"),
                arguments("twice", "train,1\ntrain,1\n", "line 2", "sample 1 is there already"),
                arguments("in both parts", "train,1\n\ntest,1\n", "line 3", "sample 1 is there already"),
                arguments("another part", "train,0\nprobe,1\n", "line 2", "none of train, val"),
                arguments("mixed", "train,0\n1\n", "line 2", "are mixed"),
                arguments("mixed the other way", "0\ntest,1\n", "line 2", "are mixed"),
                arguments("no part", ",1\n", "line 1", "no part stands before the comma"),
                arguments("three columns", "train,1,2\n", "line 1", "from 0 to 3"),
                arguments("a header", "part,index\n", "line 1", "from 0 to 3"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badSplits")
    void badSplitsAreRefused(String name, String content, String place, String why) throws IOException {
        Path table = Files.writeString(folder.resolve("table.csv"), GOOD);
        Path split = Files.writeString(folder.resolve("split.csv"), content);
        Refusal.expect(() -> read(table, ",split=" + split), content.length() + GOOD.length(), place, why);
    }

    @Test
    void aSplitOfIndicesAloneLeavesTheRestToTest() throws IOException {
        Path table = Files.writeString(folder.resolve("table.csv"), GOOD);
        Path split = Files.writeString(folder.resolve("split.csv"), "3\n0\n");
        Split parts = DataSpec.parse("csv:" + table + ",split=" + split)
                .load(Progress.NONE, new Cancellation())
                .split(1);
        assertEquals(2, parts.train().count());
        assertEquals(2, parts.train().label(0));
        assertEquals(2, parts.test().count());
        assertEquals(1, parts.test().label(0));
        Files.writeString(split, "train, 3\nval,0\nvalidation,1\ntest ,2\n");
        assertEquals(1, read(table, ",split=" + split).count());
    }

    @Test
    void damageIsReadOrRefusedButNeverEscapes() throws IOException {
        byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("table.csv");
        int[] refused = new int[1];
        for (int mutation = 0; mutation < MUTATIONS; mutation++) {
            Files.write(file, Damage.of(good, new CounterRandom(20261127, 2, mutation)));
            int number = mutation;
            assertTimeoutPreemptively(
                    Duration.ofSeconds(10), () -> refused[0] += readOrRefuse(file), () -> "mutation " + number);
        }
        assertTrue(refused[0] > MUTATIONS / 4, "only " + refused[0] + " were refused");
    }

    private static int readOrRefuse(Path file) {
        try {
            assertTrue(read(file, "").count() > 0);
            return 0;
        } catch (InvalidInput refusal) {
            assertTrue(refusal.where().contains(file.toString()), refusal.toString());
            assertEquals(1, refusal.toString().lines().count(), refusal.toString());
            return 1;
        }
    }

    private static LabelledImages read(Path file, String options) {
        return DataSpec.parse("csv:" + file + options).loadEvaluation(Progress.NONE, new Cancellation());
    }
}
