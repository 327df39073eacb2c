package hone.engine.train;

import hone.engine.Cancellation;
import hone.engine.data.LabelledImages;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.run.Executor;
import hone.engine.run.Probe;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;

/** What a model of measures says to samples, through the kernels of an opened plan, and how much of them it explains. */
public final class Regression {
    private Regression() {}

    /**
     * The answer to every sample, in the units the model was trained in.
     *
     * @param model an opened plan whose first input takes rows of numbers and whose first output gives one; its bindings are
     *     replaced
     * @throws hone.engine.InvalidInput if the samples do not fit the input
     * @throws hone.engine.Cancelled if cancelled
     */
    public static float[] predictions(Executor model, LabelledImages samples, MemoryBudget budget, Cancellation stop) {
        String input = model.plan().graph().inputs().getFirst().name();
        String output = model.plan().graph().outputs().firstEntry().getKey();
        int batch = (int) Math.min(model.plan().request().batch(), samples.count());
        float[] predictions = new float[samples.count()];
        try (MemoryRegion region = budget.open(Category.DATA, "a batch of samples")) {
            Tensor rows = region.tensor(DType.F32, Shape.of(batch, samples.sampleSize()));
            for (int from = 0; from < samples.count(); from += batch) {
                int count = Math.min(batch, samples.count() - from);
                samples.copyInto(from, count, rows.segment());
                model.bindings().input(input, rows.firstRows(count));
                model.run(Probe.NONE, stop);
                for (int i = 0; i < count; i++) {
                    predictions[from + i] = model.output(output).getFloat(i);
                }
            }
        }
        return predictions;
    }

    /**
     * R²: the share of the measures' variance that the predictions explain. At most 1; 0 for always saying the mean, and below
     * for worse.
     */
    public static double explained(float[] predictions, LabelledImages samples) {
        double mean = 0;
        for (int i = 0; i < predictions.length; i++) {
            mean += samples.measure(i) / (double) predictions.length;
        }
        double missed = 0;
        double all = 0;
        for (int i = 0; i < predictions.length; i++) {
            missed += Math.pow((double) predictions[i] - samples.measure(i), 2);
            all += Math.pow(samples.measure(i) - mean, 2);
        }
        return 1 - missed / all;
    }
}
