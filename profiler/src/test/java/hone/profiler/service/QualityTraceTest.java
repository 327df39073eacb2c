package hone.profiler.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.data.LabelledImages;
import hone.engine.data.Samples;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryRegion;
import hone.engine.technique.Recipe;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.profiler.arm.OpenArm;
import hone.profiler.quality.HeldOut;
import hone.profiler.report.QualityChange;
import hone.profiler.report.RunReport;
import hone.profiler.trial.LiveBlocks;
import hone.profiler.trial.TrialListener;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A loss that is real: what the model itself answers is right, and most of its weights are taken away. */
class QualityTraceTest {
    private static final String LOSSY = "simd,prune=0.9";

    /** Floats: enough to write a report, and not for a side. */
    private static final int ROOM = 4_096;

    private final SmallWorld world = new SmallWorld();
    private final TrialService service = new TrialService(world.environment());
    private final MemoryRegion ballast = world.budget().open(Category.DATA, "what leaves no room");

    @AfterEach
    void close() {
        ballast.close();
        world.close();
    }

    private RunReport run(TrialListener listener) {
        TrialRequest plain = world.request("", 16);
        Samples samples = plain.test().samples();
        byte[] pixels = new byte[samples.count() * samples.sampleSize()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) ((i * 2_654_435_761L) >>> 11);
        }
        LabelledImages images = answered(pixels, samples.count());
        TrialRequest request = TrialRequest.of(
                        world.testModel(), "noise", HeldOut.of(images), () -> images, Recipe.parse(LOSSY), 16, 7)
                .withBudget(plain.budget());
        return service.run(request, listener, new LiveBlocks(60), new Cancellation());
    }

    private LabelledImages answered(byte[] pixels, int count) {
        LabelledImages unlabelled = images(pixels, new byte[count]);
        byte[] answers = new byte[count];
        TrialRequest request = TrialRequest.of(
                world.testModel(), "noise", HeldOut.of(unlabelled), () -> unlabelled, Recipe.NONE, 1, 7);
        try (OpenArm arm = service.open(request, Recipe.NONE, new Cancellation())) {
            for (int i = 0; i < count; i++) {
                float[] scores = arm.infer(request.test().samples(), i, 1).toFloats();
                for (int answer = 1; answer < scores.length; answer++) {
                    answers[i] = scores[answer] > scores[answers[i]] ? (byte) answer : answers[i];
                }
            }
        }
        return images(pixels, answers);
    }

    private static LabelledImages images(byte[] pixels, byte[] labels) {
        return LabelledImages.wrap("noise", 12, 12, 5, pixels, labels);
    }

    @Test
    void aLossIsTracedToEachLayerAloneWhileProgressRises() {
        double[] last = {-1};
        RunReport report = run(new TrialListener() {
            @Override
            public void progress(double fraction, String what, long remainingNanos) {
                assertTrue(fraction >= last[0] - 1e-9 && fraction <= 1, what + " " + fraction + " after " + last[0]);
                last[0] = fraction;
            }
        });
        QualityChange change = report.qualityChange();
        assertTrue(change.isWorse(true), change.toString());
        List<QualityChange.OfLayer> layers = change.layers();
        assertNotNull(layers);
        assertEquals(
                List.of("fc1", "fc2", "fc3"),
                layers.stream().map(QualityChange.OfLayer::layer).sorted().toList());
        assertTrue(layers.getFirst().difference() <= layers.getLast().difference(), "the worst first: " + layers);
        assertNull(change.untraced());
        assertEquals(1, last[0]);
    }

    /** What was measured is worth a report, even where there is no room left to look for the layer. */
    @Test
    void aTraceThatDoesNotFitLeavesTheReportAsItIs() {
        RunReport report = run(new TrialListener() {
            @Override
            public void progress(double fraction, String what, long remainingNanos) {
                if (what.equals("timing each op")) {
                    fill();
                }
            }
        });
        assertTrue(report.qualityChange().isWorse(true), report.qualityChange().toString());
        assertNull(report.qualityChange().layers());
    }

    private void fill() {
        long left = world.budget().limit() - world.budget().used();
        Tensor taken = ballast.tensor(DType.F32, Shape.of(left / Float.BYTES - ROOM));
        assertTrue(taken.bytes() > 0);
    }
}
