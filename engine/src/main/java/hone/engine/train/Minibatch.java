package hone.engine.train;

import hone.engine.Cancellation;
import hone.engine.data.LabelledImages;
import hone.engine.graph.Graph;
import hone.engine.memory.MemoryRegion;
import hone.engine.random.CounterRandom;
import hone.engine.run.Bindings;
import hone.engine.run.KernelPool;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The pictures and labels of one step, or of a part of it. The order of the samples is drawn anew for each epoch from (seed,
 * epoch), and what augmentation does to a sample from (seed, epoch, sample); so the threads of the pool can share the work.
 */
final class Minibatch implements StepSamples, KernelPool.Work {
    private static final long ORDER_STREAM = 0x4F52_4445_52L;

    private final LabelledImages images;
    private final TrainingSettings settings;
    private final Objective objective;
    private final String input;
    private final KernelPool pool;
    private final int batch;
    private final Tensor pixels;
    private final Tensor answers;
    private final Tensor given;
    private final double variance;
    private int[] order = new int[0];
    private long epoch;
    private int first;

    /**
     * @param model has the input that takes pixels
     * @param region where the batch lives
     */
    Minibatch(LabelledImages images, Graph model, TrainingSettings settings, KernelPool pool, MemoryRegion region) {
        this.images = images;
        this.settings = settings;
        this.pool = pool;
        objective = Objective.of(images);
        input = PictureClassifier.inputFor(model, images);
        batch = Math.min(settings.batch(), images.count());
        pixels = region.tensor(DType.F32, Shape.of(batch, images.pixelsPerImage()));
        answers = images.measured()
                ? region.tensor(DType.F32, Shape.of(batch, 1))
                : region.tensor(DType.I32, Shape.of(batch));
        long width = model.type(model.output(objective.output())).dim(1).max();
        given = region.tensor(DType.F32, Shape.of(batch, width));
        variance = images.measured() ? variance(images) : 0;
    }

    /** Steps of one epoch. */
    int stepsPerEpoch() {
        return (images.count() + batch - 1) / batch;
    }

    @Override
    public long steps() {
        return (long) settings.epochs() * stepsPerEpoch();
    }

    @Override
    public int count(long step) {
        return Math.min(batch, images.count() - begin(step));
    }

    private int begin(long step) {
        return Math.toIntExact(step % stepsPerEpoch()) * batch;
    }

    @Override
    public void load(long step, int from, int count, Cancellation stop) {
        long its = 1 + step / stepsPerEpoch();
        if (its != epoch) {
            order = new CounterRandom(settings.seed(), ORDER_STREAM, its).permutation(images.count());
            epoch = its;
        }
        first = begin(step) + from;
        pool.run(this, count, pool.size(), stop);
    }

    @Override
    public void bind(Bindings bindings, int count) {
        bindings.input(input, pixels.firstRows(count))
                .input(objective.answers(), answers.firstRows(count))
                .output(objective.output(), given.firstRows(count));
    }

    @Override
    public double right(int count, float loss) {
        if (objective == Objective.MEASURES) {
            return count * (1 - loss / variance);
        }
        int right = 0;
        for (int i = 0; i < count; i++) {
            if (Classification.largest(given, i) == answers.segment().getAtIndex(ValueLayout.JAVA_INT, i)) {
                right++;
            }
        }
        return right;
    }

    /** Of all training measures around their mean. */
    private static double variance(LabelledImages images) {
        double mean = 0;
        for (int i = 0; i < images.count(); i++) {
            mean += images.measure(i) / (double) images.count();
        }
        double squares = 0;
        for (int i = 0; i < images.count(); i++) {
            squares += Math.pow(images.measure(i) - mean, 2);
        }
        return squares / images.count();
    }

    @Override
    public void run(long from, long to, int worker) {
        int start = first + Math.toIntExact(from);
        int count = Math.toIntExact(to - from);
        long pictureBytes = (long) images.pixelsPerImage() * Float.BYTES;
        MemorySegment part = pixels.segment().asSlice(from * pictureBytes, count * pictureBytes);
        settings.regularization().augmentation().gatherInto(images, order, start, count, settings.seed(), epoch, part);
        for (int i = 0; i < count; i++) {
            if (images.measured()) {
                answers.setFloat(from + i, images.measure(order[start + i]));
            } else {
                answers.segment().setAtIndex(ValueLayout.JAVA_INT, from + i, images.label(order[start + i]));
            }
        }
    }
}
