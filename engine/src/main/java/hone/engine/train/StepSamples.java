package hone.engine.train;

import hone.engine.Cancellation;
import hone.engine.run.Bindings;

/**
 * What a training run learns from: which samples each of its steps takes, and the memory that a training graph finds them
 * in. The samples of a step depend on its number alone.
 */
interface StepSamples {
    /** Steps of the whole run. */
    long steps();

    /** Samples of a step, counted from 0. */
    int count(long step);

    /**
     * Brings a part of a step's samples.
     *
     * @param first of them, counted from 0
     * @param count at most what the memory was made for
     * @throws hone.engine.Cancelled if cancelled
     */
    void load(long step, int first, int count, Cancellation stop);

    /** Lets a training graph read the first {@code count} samples of the memory. */
    void bind(Bindings bindings, int count);

    /**
     * How many of the samples at hand were answered right, as the last run of the graph answered them; of measures, how
     * many times the variance of all of them was explained. 0 where nobody counts.
     *
     * @param loss the mean over them
     */
    double right(int count, float loss);
}
