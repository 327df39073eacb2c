package hone.profiler.bench.models;

import hone.engine.tensor.Tensor;

/** Samples to time and to compare a model with; the same ones each time. */
interface SampleSource {
    /**
     * Fills an input.
     *
     * @param first number of the first sample
     * @param input (batch, …)
     */
    void fill(int first, Tensor input);
}
