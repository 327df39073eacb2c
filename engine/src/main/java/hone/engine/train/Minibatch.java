package hone.engine.train;

import hone.engine.Cancellation;
import hone.engine.data.LabelledImages;
import hone.engine.memory.MemoryRegion;
import hone.engine.random.CounterRandom;
import hone.engine.run.KernelPool;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The pictures and labels of one step. The order of the samples is drawn anew for each epoch from (seed, epoch), and
 * what augmentation does to a sample from (seed, epoch, sample); so the threads of the pool can share the work.
 */
final class Minibatch implements KernelPool.Work {
    private static final long ORDER_STREAM = 0x4F52_4445_52L;

    private final LabelledImages images;
    private final TrainingSettings settings;
    private final KernelPool pool;
    private final Tensor pixels;
    private final Tensor answers;
    private int[] order = new int[0];
    private int epoch;
    private int first;

    /** @param region where the batch lives */
    Minibatch(LabelledImages images, TrainingSettings settings, KernelPool pool, MemoryRegion region) {
        this.images = images;
        this.settings = settings;
        this.pool = pool;
        int size = Math.min(settings.batch(), images.count());
        pixels = region.tensor(DType.F32, Shape.of(size, images.pixelsPerImage()));
        answers = images.measured()
                ? region.tensor(DType.F32, Shape.of(size, 1))
                : region.tensor(DType.I32, Shape.of(size));
    }

    /** The most samples of one step. */
    int size() {
        return Math.toIntExact(answers.shape().size(0));
    }

    /** Pictures // (count, pixels) F32. */
    Tensor pixels(int count) {
        return pixels.firstRows(count);
    }

    /** Labels // (count) I32, or measures // (count, 1) F32. */
    Tensor answers(int count) {
        return answers.firstRows(count);
    }

    /** Of all training measures around their mean. */
    double variance() {
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

    int label(int sample) {
        return answers.segment().getAtIndex(ValueLayout.JAVA_INT, sample);
    }

    /** Draws the order of an epoch's samples. */
    void startEpoch(int number) {
        epoch = number;
        order = new CounterRandom(settings.seed(), ORDER_STREAM, number).permutation(images.count());
    }

    /** Brings samples {@code from} to {@code from + count - 1} of the epoch's order. */
    void load(int from, int count, Cancellation stop) {
        first = from;
        pool.run(this, count, pool.size(), stop);
    }

    @Override
    public void run(long from, long to, int worker) {
        int start = first + Math.toIntExact(from);
        int count = Math.toIntExact(to - from);
        long pictureBytes = (long) images.pixelsPerImage() * Float.BYTES;
        MemorySegment part = pixels.segment().asSlice(from * pictureBytes, count * pictureBytes);
        settings.augmentation().gatherInto(images, order, start, count, settings.seed(), epoch, part);
        for (int i = 0; i < count; i++) {
            if (images.measured()) {
                answers.setFloat(from + i, images.measure(order[start + i]));
            } else {
                answers.segment().setAtIndex(ValueLayout.JAVA_INT, from + i, images.label(order[start + i]));
            }
        }
    }
}
