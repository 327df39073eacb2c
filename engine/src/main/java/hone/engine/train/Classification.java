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
import java.lang.foreign.ValueLayout;

/** What a classifier says to pictures, through the kernels of an opened plan, and how much of it is right. */
public final class Classification {
    private Classification() {}

    /**
     * The class with the largest logit for every picture, the first of equals.
     *
     * @param classifier an opened plan whose first input takes rows of pixels and whose first output gives logits; its
     *     bindings are replaced
     * @throws hone.engine.InvalidInput if the pictures do not fit the input
     * @throws hone.engine.Cancelled if cancelled
     */
    public static int[] predictions(
            Executor classifier, LabelledImages images, MemoryBudget budget, Cancellation stop) {
        String input = classifier.plan().graph().inputs().getFirst().name();
        String output = classifier.plan().graph().outputs().firstEntry().getKey();
        int batch = (int) Math.min(classifier.plan().request().batch(), images.count());
        int[] predictions = new int[images.count()];
        try (MemoryRegion region = budget.open(Category.DATA, "a batch of pictures")) {
            Tensor pixels = region.tensor(DType.F32, Shape.of(batch, images.pixelsPerImage()));
            for (int from = 0; from < images.count(); from += batch) {
                int count = Math.min(batch, images.count() - from);
                images.copyInto(from, count, pixels.segment());
                classifier.bindings().input(input, pixels.firstRows(count));
                classifier.run(Probe.NONE, stop);
                Tensor logits = classifier.output(output);
                for (int i = 0; i < count; i++) {
                    predictions[from + i] = largest(logits, i);
                }
            }
        }
        return predictions;
    }

    /** The share of pictures whose prediction is their label. */
    public static double accuracy(int[] predictions, LabelledImages images) {
        int right = 0;
        for (int i = 0; i < predictions.length; i++) {
            if (predictions[i] == images.label(i)) {
                right++;
            }
        }
        return (double) right / predictions.length;
    }

    /** The column of a row's largest logit, the first of equals. // logits (batch, classes) */
    static int largest(Tensor logits, long row) {
        int classes = Math.toIntExact(logits.shape().size(1));
        long first = row * classes;
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (logits.segment().getAtIndex(ValueLayout.JAVA_FLOAT, first + c)
                    > logits.segment().getAtIndex(ValueLayout.JAVA_FLOAT, first + best)) {
                best = c;
            }
        }
        return best;
    }
}
