package hone.profiler.report;

/**
 * The sizes of a model under one setup, in bytes; several numbers, because they are several things.
 *
 * @param nominal parameters times their bits, zeros of a sparse weight left out: what a textbook counts
 * @param file length of the saved artefact
 * @param resident weights as the plan keeps them in memory, packed
 * @param peak weights, activations and scratch at the plan's highest point
 * @param peakUnshared what the peak would be if every activation had memory of its own
 */
public record Bytes(long nominal, long file, long resident, long peak, long peakUnshared) {}
