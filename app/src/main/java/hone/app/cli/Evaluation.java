package hone.app.cli;

import hone.app.Judgeable;
import hone.app.Services;
import hone.engine.Cancellation;
import hone.engine.data.LabelledImages;
import hone.engine.data.Preparation;
import hone.engine.graph.LayerGlob;
import hone.engine.kernel.Rung;
import hone.engine.model.Architecture;
import hone.engine.model.Model;
import hone.engine.run.KernelCosts;
import hone.engine.run.Plan;
import hone.engine.run.PlanRequest;
import hone.profiler.arm.OpenArm;
import hone.profiler.quality.Answers;
import hone.profiler.quality.ClassAnswers;
import hone.profiler.quality.HeldOut;
import hone.profiler.report.Quality;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What held-out samples say of a model, on the fastest plan there is.
 *
 * @param samples that it answered
 * @param answers to them
 */
record Evaluation(LabelledImages samples, Answers answers) {
    private static final int BATCH = 256;

    static Evaluation of(
            Services services, Architecture architecture, Model model, LabelledImages samples, Cancellation stop) {
        PlanRequest fastest = PlanRequest.baseline(Judgeable.most(model.graph(), Math.min(BATCH, samples.count())))
                .withRung(LayerGlob.ALL, Rung.PACKED)
                .withThreads(LayerGlob.ALL, services.pool().size());
        Plan plan = services.planner(KernelCosts.typical()).plan(model.graph(), model.weights(), fastest);
        try (OpenArm arm = OpenArm.open(plan, architecture, services.pool(), services.budget(), stop)) {
            return new Evaluation(samples, Answers.of(arm, HeldOut.of(samples), stop));
        }
    }

    Quality quality() {
        return answers.quality();
    }

    /** The quality with its interval, and each class apart where classes have names. */
    void print(PrintWriter out, Preparation preparation) {
        Quality quality = quality();
        if (quality.isShare()) {
            out.printf(
                    Locale.ROOT,
                    "%.2f %% of %,d samples right (95 %% interval %.2f to %.2f %%)%n",
                    100 * quality.value(),
                    quality.n(),
                    100 * quality.low(),
                    100 * quality.high());
        } else {
            out.printf(
                    Locale.ROOT,
                    "%s %.4f on %,d samples (95 %% interval %.4f to %.4f)%n",
                    quality.metric(),
                    quality.value(),
                    quality.n(),
                    quality.low(),
                    quality.high());
        }
        classes(preparation).forEach((name, share) -> out.printf("  %s: %s%n", name, share));
        out.flush();
    }

    private Map<String, String> classes(Preparation preparation) {
        Map<String, String> shares = new LinkedHashMap<>();
        if (answers instanceof ClassAnswers classified) {
            for (int number = 0; number < preparation.classes().size(); number++) {
                int all = 0;
                int right = 0;
                for (int i = 0; i < samples.count(); i++) {
                    boolean mine = samples.label(i) == number;
                    all += mine ? 1 : 0;
                    right += mine && classified.right().get(i) ? 1 : 0;
                }
                shares.put(preparation.className(number), right + " of " + all + " right");
            }
        }
        return shares;
    }
}
