package hone.profiler.certify;

import hone.profiler.report.Noise;
import java.util.List;

/**
 * What a process of its own found.
 *
 * @param samples nanoseconds of one run, in the order they were taken
 * @param runsPerSample runs timed together as one sample
 * @param warmUpRuns before the first sample
 * @param steady whether a steady state was found
 * @param marked indices of samples that a collection or a compilation overlapped
 * @param checksum of the output, in hexadecimal
 * @param kernels that ran, in their order
 * @param noise of the machine meanwhile
 */
public record ForkResult(
        List<Double> samples,
        int runsPerSample,
        long warmUpRuns,
        boolean steady,
        List<Integer> marked,
        String checksum,
        List<String> kernels,
        Noise noise) {
    public ForkResult {
        samples = List.copyOf(samples);
        marked = List.copyOf(marked);
        kernels = List.copyOf(kernels);
    }
}
