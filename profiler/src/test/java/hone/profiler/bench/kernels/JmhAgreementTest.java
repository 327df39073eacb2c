package hone.profiler.bench.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.engine.kernel.VectorUnit;
import hone.profiler.JavaProcess;
import hone.profiler.JmhRun;
import hone.profiler.machine.NoiseGuard;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code bench kernels} against JMH, in turns: the two agree within 10 %. JMH runs a kernel alone in a JVM that has seen no
 * other; the bench runs it in a plan, beside the other kernels of its op, in a JVM of its own too, as the command does: a JVM
 * that has run other tests is not the one that people measure in. Each side's figure is the least of its turns, as other processes can only add to it; on a machine too busy for that the ratio is
 * printed and nothing more is claimed.
 */
@Tag("slow")
class JmhAgreementTest {
    private static final double TOLERANCE = 0.10;
    private static final double TOLERATED_LOAD = 0.3;
    private static final long LOOK_MILLIS = 1_000;
    private static final int LEAST_TURNS = 2;
    private static final int MOST_TURNS = 4;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "matmul, 256×256×256, matmul 256 packed",
        "matmul, 512×512×512, matmul 512 packed",
        "linear, 1×784×128, linear 1 packed",
        "linear, 32×784×128, linear 32 packed",
        "relu, 8192, relu 8192 simd",
        "softmax, 64×1024, softmax 64 simd",
        "conv, 1×16×14×14 by 32 of 3×3, conv 14 direct",
        "attention, '4 heads, 64×64×64', attention 64 tiled"
    })
    void benchAndJmhAgree(String op, String shape, String site)
            throws IOException, InterruptedException, URISyntaxException {
        assumeTrue(VectorUnit.unavailableReason().isEmpty(), "the main kernels need vectors");
        Optional<JmhRun> jmh = JmhRun.in(folder);
        assumeTrue(jmh.isPresent(), "the engine's tests are not here");
        String kernel = site.substring(site.lastIndexOf(' ') + 1);
        double load = 0;
        double theirs = Double.MAX_VALUE;
        double ours = Double.MAX_VALUE;
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            theirs = Math.min(theirs, jmh.get().nanos(site));
            ours = Math.min(ours, bench(op, shape, kernel));
            // Both run in processes of their own, which are not somebody else's: what others do is seen between the
            // turns
            NoiseGuard guard = NoiseGuard.before();
            Thread.sleep(LOOK_MILLIS);
            load = Math.max(load, guard.after().loadOfOthers());
            if (turn + 1 >= LEAST_TURNS && Math.abs(ours / theirs - 1) <= TOLERANCE) {
                break;
            }
        }
        System.out.printf(
                "%s: bench %.0f ns, JMH %.0f ns, ratio %.3f; load of others %.2f%n",
                site, ours, theirs, ours / theirs, load);
        assumeTrue(load <= TOLERATED_LOAD, "too much else runs here to hold the two against each other");
        assertEquals(1, ours / theirs, TOLERANCE, site);
    }

    private double bench(String op, String shape, String kernel) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(JavaProcess.command());
        command.addAll(List.of(BenchedKernel.class.getName(), op, shape, kernel));
        Path out = folder.resolve("bench.txt");
        Path err = folder.resolve("bench.log");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertEquals(0, process.waitFor(), () -> "the bench failed; see " + err);
        return Double.parseDouble(Files.readString(out).strip());
    }
}
