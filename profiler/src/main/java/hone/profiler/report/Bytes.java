package hone.profiler.report;

/**
 * The sizes of a model under one setup, in bytes; four numbers, because they are four things.
 *
 * @param nominal parameters times their bits, zeros of a sparse weight left out: what a textbook counts
 * @param file length of the saved artefact
 * @param resident weights as the plan keeps them in memory, packed
 * @param peak weights, activations and scratch at the plan's highest point
 */
public record Bytes(long nominal, long file, long resident, long peak) {}
