package hone.profiler.bench.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.engine.kernel.VectorUnit;
import hone.profiler.JavaProcess;
import hone.profiler.JmhRun;
import hone.profiler.TurnsAgreement;
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
 * that has run other tests is not the one that people measure in. The bench's figure is the mean of those before and after;
 * {@link TurnsAgreement} says when the two agree.
 */
@Tag("slow")
class JmhAgreementTest {
    private static final int MOST_TURNS = 8;

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
        TurnsAgreement agreement = new TurnsAgreement("bench against JMH, " + site);
        double before = bench(op, shape, kernel);
        for (int turn = 0; turn < MOST_TURNS && !agreement.isSharp(); turn++) {
            double byJmh = jmh.get().nanos(site);
            double after = bench(op, shape, kernel);
            agreement.add(byJmh, (before + after) / 2);
            before = after;
        }
        TurnsAgreement.check(agreement);
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
