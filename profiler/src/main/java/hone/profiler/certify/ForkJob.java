package hone.profiler.certify;

import hone.profiler.costs.MachineProfile;

/**
 * What a process of its own is to time. Files lie beside the job's own.
 *
 * @param model file name of the artefact; nothing is trained, quantized or pruned for it any more
 * @param input file name of the bytes of one batch of input
 * @param batch samples a run
 * @param profile the machine profile that planning uses, so that both processes pick the same kernels
 * @param warmUpNanos longest warm-up
 * @param measureNanos for the timed samples
 * @param limitNanos for both, where the compiler is still at work on kernels
 */
public record ForkJob(
        String model,
        String input,
        int batch,
        MachineProfile profile,
        long warmUpNanos,
        long measureNanos,
        long limitNanos) {}
