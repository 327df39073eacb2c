package hone.profiler.advice;

import hone.engine.run.KernelFit;
import hone.engine.run.Sharing;
import hone.profiler.report.Arm;
import hone.profiler.report.Bytes;
import hone.profiler.report.ExampleReport;
import hone.profiler.report.Latency;
import hone.profiler.report.Noise;
import hone.profiler.report.OpRow;
import hone.profiler.report.QualityChange;
import hone.profiler.report.Ratio;
import hone.profiler.report.RunReport;
import hone.profiler.report.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report in which nothing is the matter, and what a case changes of it. */
final class AdviceCase {
    private static final RunReport EXAMPLE = ExampleReport.report();

    String recipe = "simd";
    int batch = 64;
    int threads = 1;
    String baseline = "";
    Ratio speedup = new Ratio(2, 1.9, 2.1, 0.01);
    Verdict verdict = Verdict.FASTER;
    List<String> warnings = List.of();
    boolean steady = true;

    /** How many times as long the candidate's ops took in the pass that looks at each as in the timed blocks. */
    double pass = 1;

    @Nullable
    Double p99;

    List<Integer> marked = List.of();
    QualityChange change = new QualityChange(0, -0.001, 0.001, 0, 0, 0, 4_000);
    long nominal = 440_000;
    final List<OpRow> before = new ArrayList<>();
    final List<OpRow> after = new ArrayList<>();

    /** An op of 10 MFLOP, as it stands in a report. */
    static OpRow op(String name, String kind, String kernel, String dtype, double nanos, KernelFit fit) {
        return new OpRow(
                name,
                name,
                kind,
                kernel,
                "64×784 → 64×128",
                dtype,
                10_000_000,
                10_000_000,
                600_000,
                nanos,
                0,
                1,
                1,
                fit,
                nanos,
                "as the planner said");
    }

    static OpRow linear(String name, double nanos) {
        return op(name, "Linear", "packed", "F32", nanos, KernelFit.AS_ASKED);
    }

    static OpRow onThreads(OpRow row, int threads, int asked) {
        return with(row, row.share(), threads, asked, row.sharing());
    }

    /** On one thread, as more would bring nothing here. */
    static OpRow useless(OpRow row) {
        return with(row, row.share(), 1, 2, Sharing.NO_GAIN);
    }

    private static OpRow with(OpRow row, double share, int threads, int asked, @Nullable Sharing sharing) {
        return new OpRow(
                row.name(),
                row.layer(),
                row.op(),
                row.kernel(),
                row.shape(),
                row.dtype(),
                row.flops(),
                row.executedFlops(),
                row.bytes(),
                row.nanos(),
                share,
                threads,
                asked,
                row.fit(),
                row.predictedNanos(),
                row.reason(),
                row.roof(),
                sharing);
    }

    RunReport report() {
        if (before.isEmpty()) {
            before.add(op("fc1", "Linear", "reordered", "F32", 800_000, KernelFit.AS_ASKED));
            before.add(op("fc2", "Linear", "reordered", "F32", 100_000, KernelFit.AS_ASKED));
        }
        if (after.isEmpty()) {
            after.add(linear("fc1", 80_000));
            after.add(linear("fc2", 10_000));
        }
        return new RunReport(
                RunReport.SCHEMA_VERSION,
                EXAMPLE.product(),
                EXAMPLE.created(),
                EXAMPLE.model(),
                EXAMPLE.checkpoint(),
                EXAMPLE.data(),
                recipe,
                batch,
                1,
                EXAMPLE.machine(),
                new Noise(0, 1, 1, "performance", warnings),
                arm(baseline, 1, before, 440_000, 1),
                arm(recipe, threads, after, nominal, pass),
                speedup,
                verdict,
                "A sentence",
                change,
                List.of(),
                null,
                null,
                null);
    }

    private Arm arm(String itsRecipe, int itsThreads, List<OpRow> ops, long itsNominal, double itsPass) {
        Arm like = EXAMPLE.candidate();
        double sum = ops.stream().mapToDouble(OpRow::nanos).sum();
        double run = sum / itsPass;
        List<Double> samples = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            samples.add(marked.contains(i) ? 2 * run : run);
        }
        Latency latency = new Latency(
                run,
                0.99 * run,
                1.01 * run,
                samples.size(),
                1.1 * run,
                p99 == null ? null : p99 * run,
                1,
                steady,
                1_000,
                samples,
                samples.stream().map(_ -> 0).toList(),
                marked);
        return new Arm(
                itsRecipe,
                itsThreads,
                latency,
                like.quality(),
                new Bytes(itsNominal, itsNominal, itsNominal, 1, 1),
                like.memory(),
                like.flops(),
                like.executedFlops(),
                like.parameters(),
                ops.stream().map(row -> shared(row, sum)).toList());
    }

    private static OpRow shared(OpRow row, double sum) {
        return with(row, row.nanos() / sum, row.threads(), row.threadsAsked(), row.sharing());
    }
}
