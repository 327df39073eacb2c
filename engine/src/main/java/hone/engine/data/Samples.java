package hone.engine.data;

import java.lang.foreign.MemorySegment;

/** Samples of one size that a model runs on, whatever it is to say of them. Immutable. */
public interface Samples {
    /** Where they come from, such as {@code generated:seed=1}. */
    String id();

    int count();

    /** Numbers, or tokens, of one sample. */
    int sampleSize();

    /** SHA-256 of the samples and of the right answers, in hex: the key of what was computed from them. */
    String hash();

    /**
     * Writes samples from … from + count - 1 to the start of {@code batch}, each number in the native order of the type that
     * the model's input has // (count, sampleSize).
     */
    void copyInto(int from, int count, MemorySegment batch);
}
