package hone.app.window;

import hone.app.window.port.TrialRequest;
import hone.engine.run.KernelFit;
import hone.engine.technique.Recipe;
import hone.profiler.report.Arm;
import hone.profiler.report.Bytes;
import hone.profiler.report.Certified;
import hone.profiler.report.Finding;
import hone.profiler.report.Latency;
import hone.profiler.report.Machine;
import hone.profiler.report.MemoryPart;
import hone.profiler.report.MemoryReading;
import hone.profiler.report.Noise;
import hone.profiler.report.OpRow;
import hone.profiler.report.Quality;
import hone.profiler.report.QualityChange;
import hone.profiler.report.Ratio;
import hone.profiler.report.RunReport;
import hone.profiler.report.Severity;
import hone.profiler.report.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Made-up reports whose figures follow from the recipe, the same every time. For tests of the window only. */
final class FakeReports {
    static final int BLOCKS = 24;
    static final int PER_BLOCK = 6;
    private static final double PLAIN_NANOS = 3_870_000;

    private FakeReports() {}

    static double nanos(Recipe recipe) {
        double nanos = PLAIN_NANOS;
        nanos *= recipe.has("simd") ? 0.19 : 1;
        nanos *= recipe.has("threads") ? 0.62 : 1;
        nanos *= recipe.has("int8") ? 1.09 : 1;
        nanos *= recipe.has("prune") ? 0.93 : 1;
        return nanos;
    }

    /** Samples of one block; a slow tail now and then. */
    static double[] block(Recipe recipe, int block) {
        var random = new Random(recipe.toString().hashCode() * 31L + block);
        double[] samples = new double[PER_BLOCK];
        for (int i = 0; i < samples.length; i++) {
            double noise = 1 + 0.02 * random.nextGaussian() + (random.nextInt(40) == 0 ? 0.5 : 0);
            samples[i] = nanos(recipe) * noise;
        }
        return samples;
    }

    static RunReport report(TrialRequest request) {
        Arm baseline = arm(request.baseline(), request.batch());
        Arm candidate = arm(request.recipe(), request.batch());
        double ratio = baseline.latency().median() / candidate.latency().median();
        Verdict verdict = ratio > 1.03 ? Verdict.FASTER : ratio < 0.97 ? Verdict.SLOWER : Verdict.WITHIN_NOISE;
        double lost = candidate.quality().value() - baseline.quality().value();
        var change = new QualityChange(lost, lost - 0.002, lost + 0.002, 3, 12, lost == 0 ? 0 : 21, 4000);
        return new RunReport(
                RunReport.SCHEMA_VERSION,
                "Hone 0.1.0",
                "2026-03-04T09:30:00Z",
                request.model(),
                "5f1c09ab",
                "generated",
                request.recipe().toString(),
                request.batch(),
                1,
                new Machine("Test Processor 2.6 GHz", 2, 512, 8L << 30, "Linux 6", "OpenJDK 25", "0badcafe"),
                new Noise(0.1, 2.0e6, 2.01e6, 1.0e6, 1.25e6, "performance", null, null, List.of(), null),
                baseline,
                candidate,
                new Ratio(ratio, ratio * 0.97, ratio * 1.03, 0.02),
                verdict,
                sentence(verdict, ratio),
                change,
                notes(request.recipe()),
                findings(request),
                null,
                null);
    }

    /** Certified by three processes a side, ten per cent away from the live figure. */
    static Certified certified(RunReport live) {
        double ratio = 1.1 * live.speedup().median();
        var side = new Certified.Side(1e6, 0.9e6, 1.1e6, List.of(1e6, 1e6, 1e6), true);
        return new Certified(
                true,
                List.of(),
                3,
                0,
                new Certified.Speedup(ratio, 0.9 * ratio, 1.1 * ratio),
                live.verdict(),
                side,
                side,
                live.speedup().median(),
                false,
                31);
    }

    /** Findings of a report: one with an experiment, one without. */
    static List<Finding> findings(TrialRequest request) {
        return List.of(
                new Finding(
                        "threads-below-payoff",
                        Severity.CAUSE,
                        "The work is too small to share between threads",
                        "fc2 and fc3 stayed on one thread and take 62.0 % of the ops' time",
                        new Finding.NextExperiment(
                                "sixteen times the samples a run give each thread enough to do", "simd", "", 1024)),
                new Finding(
                        "long-tail",
                        Severity.WARNING,
                        "Some runs take much longer than most",
                        "one in a hundred takes 3.10 ms at batch " + request.batch(),
                        null));
    }

    private static String sentence(Verdict verdict, double ratio) {
        String range =
                String.format(Locale.ROOT, "%.1f–%.1f×, %d runs", ratio * 0.97, ratio * 1.03, BLOCKS * PER_BLOCK);
        return switch (verdict) {
            case FASTER -> String.format(Locale.ROOT, "About %.1f times as fast: %s", ratio, range);
            case SLOWER -> String.format(Locale.ROOT, "Slower, at %.2f of the speed: %s", ratio, range);
            case WITHIN_NOISE -> "No difference beyond the noise: " + range;
            case UNKNOWN -> "Not steady enough to say";
        };
    }

    private static List<String> notes(Recipe recipe) {
        List<String> notes = new ArrayList<>();
        if (recipe.has("prune")) {
            notes.add("fc3 stays dense: at 70 % zeros the dense kernel is faster on this machine.");
        }
        if (recipe.has("int8")) {
            notes.add("Weights are widened to FP32 as they are used: this saves memory traffic, not arithmetic.");
        }
        return notes;
    }

    private static Arm arm(Recipe recipe, int batch) {
        double quality = 0.9768 - (recipe.has("int8") ? 0.0005 : 0) - (recipe.has("prune") ? 0.0065 : 0);
        long weights = recipe.has("int8") ? 112_000 : 437_544;
        long file = recipe.has("prune") ? weights * 45 / 100 : weights + 1_900;
        var memory = new MemoryReading(
                List.of(
                        new MemoryPart("weights", weights, "counted by the engine's budget"),
                        new MemoryPart("activations", batch * 976L * 4, "counted by the engine's budget"),
                        new MemoryPart("scratch", recipe.has("simd") ? 65_536 : 0, "counted by the engine's budget"),
                        new MemoryPart("data", 12_500_000, "counted by the engine's budget"),
                        new MemoryPart("other setups", 900_000, "counted by the engine's budget"),
                        new MemoryPart("heap", 61_000_000, "read from the JVM"),
                        new MemoryPart("heap, free", 23_000_000, "read from the JVM"),
                        new MemoryPart("code", 11_000_000, "read from the JVM"),
                        new MemoryPart("classes", 28_000_000, "read from the JVM"),
                        new MemoryPart("program files", 19_000_000, "read from the system")),
                171_000_000,
                13_500_000,
                0);
        return new Arm(
                recipe.toString(),
                recipe.has("threads") ? 2 : 1,
                latency(recipe),
                new Quality("accuracy", quality, quality - 0.0048, quality + 0.0045, 4000, true),
                new Bytes(
                        weights,
                        file,
                        weights + 8_192,
                        weights + batch * 976L * 4 + 65_536,
                        weights + batch * 1178L * 4 + 65_536),
                memory,
                218_368,
                218_368,
                109_386,
                ops(recipe, batch));
    }

    private static Latency latency(Recipe recipe) {
        List<Double> samples = new ArrayList<>();
        List<Integer> blocks = new ArrayList<>();
        for (int block = 0; block < BLOCKS; block++) {
            for (double sample : block(recipe, block)) {
                samples.add(sample);
                blocks.add(block);
            }
        }
        double median = nanos(recipe);
        return new Latency(
                median,
                median * 0.988,
                median * 1.013,
                samples.size(),
                median * 1.04,
                null,
                4,
                true,
                300,
                samples,
                blocks,
                List.of(7));
    }

    private static List<OpRow> ops(Recipe recipe, int batch) {
        String kernel = (recipe.has("simd") ? "simd" : "reordered") + (recipe.has("threads") ? " × 2 threads" : "");
        String dtype = recipe.has("int8") ? "int8" : "float32";
        double total = nanos(recipe);
        return List.of(
                row("fc1", "Linear", kernel, batch, 784, 128, dtype, total, 0.86),
                row("relu1", "Relu", "plain", batch, 128, 128, "float32", total, 0.02),
                row("fc2", "Linear", kernel, batch, 128, 64, dtype, total, 0.09),
                row("relu2", "Relu", "plain", batch, 64, 64, "float32", total, 0.01),
                row("fc3", "Linear", kernel, batch, 64, 10, dtype, total, 0.02));
    }

    private static OpRow row(
            String name,
            String op,
            String kernel,
            int batch,
            int in,
            int out,
            String dtype,
            double total,
            double share) {
        long flops = op.equals("Linear") ? 2L * batch * in * out : 0;
        return new OpRow(
                name,
                name.replaceAll("relu", "fc"),
                op,
                kernel,
                batch + "×" + in + " · " + in + "×" + out + " → " + batch + "×" + out,
                dtype,
                flops,
                flops,
                4L * (batch * (in + out) + in * out),
                total * share,
                share,
                1,
                1,
                KernelFit.AS_ASKED,
                total * share,
                "the fastest kernel that the plan's preferences allow for this shape");
    }
}
