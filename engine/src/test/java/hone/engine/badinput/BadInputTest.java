package hone.engine.badinput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every format through its ordeal in a process with a heap of 256 MB, which prints the slowest file of each. The long check takes
 * many thousand mutants of each format.
 */
class BadInputTest {
    private static final int FEWEST_BAD = 25;
    private static final long SEED = 20_261_126;
    private static final int MUTANTS = 100;
    private static final int MUTANTS_IN_THE_LONG_CHECK = 5_000;

    @TempDir
    Path folder;

    static Stream<BadFormat> formats() {
        return BadFormats.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyFormatHasItsBadFiles(BadFormat format) throws IOException {
        long own = format.bad().stream().map(Bad::name).distinct().count();
        assertTrue(own >= FEWEST_BAD, format.name() + " has " + own);
    }

    @Test
    void theSameSeedGivesTheSameDamage() {
        byte[] good = new byte[500];
        for (int number = 0; number < 100; number++) {
            byte[] once = new Mutator(7, List.of("word")).damaged(good, number);
            assertEquals(-1, java.util.Arrays.mismatch(once, new Mutator(7, List.of("word")).damaged(good, number)));
        }
    }

    /** The harness itself: what it must catch, it does. */
    @Test
    void aReaderThatMisbehavesIsFoundOut() throws IOException {
        try (Bounded bounded = new Bounded(folder.resolve("misbehaving"))) {
            Bad bad = Bad.text("bad", "a.txt", "x", "");
            for (Misbehaviour each : Misbehaviour.values()) {
                assertTrue(bounded.read(each, bad).defect().isPresent(), each.name());
            }
        }
    }

    @Test
    void everythingIsReadOrRefusedInASmallHeap() throws IOException, InterruptedException {
        boolean whole = Boolean.getBoolean("hone.verify");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-XX:"))
                .forEach(command::add);
        command.addAll(List.of(
                "-Xmx256m",
                "-Djava.awt.headless=true",
                "-Dhone.unforeseen.fails=true",
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                BadInputMain.class.getName(),
                folder.toString(),
                Integer.toString(whole ? MUTANTS_IN_THE_LONG_CHECK : MUTANTS),
                Long.toString(SEED)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(1, TimeUnit.MINUTES));
            System.out.println(printed);
            assertEquals(0, process.exitValue(), printed);
        } finally {
            process.destroyForcibly();
        }
    }
}
