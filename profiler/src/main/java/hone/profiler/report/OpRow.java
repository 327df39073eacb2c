package hone.profiler.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import hone.engine.run.KernelFit;
import hone.engine.run.Sharing;
import org.jspecify.annotations.Nullable;

/**
 * One op of a plan, from the profile pass (which is separate from the timed runs).
 *
 * @param name node name, such as "fc1"
 * @param layer the layer it belongs to
 * @param op kind of op: "Linear"
 * @param kernel the kernel that ran it: "simd", "threads(simd)", "csr"
 * @param shape "64×784 · 784×128 → 64×128"
 * @param dtype of its weights, or of its input where it has none
 * @param flops per batch, dense: 2 × multiply-adds
 * @param executedFlops per batch, of the arithmetic the kernel really did
 * @param bytes read and written per batch, derived by formula
 * @param nanos median time per batch
 * @param share of the sum over all ops, 0 to 1
 * @param threads that shared it
 * @param threadsAsked that might have shared it
 * @param fit how its kernel answers to what was asked for; null in a report of before that was said
 * @param predictedNanos per batch, by the machine profile
 * @param reason why this kernel was picked
 * @param roof of the machine above it; null where none was measured for its number of threads
 * @param sharing what became of the wish that threads share it; null in a report of before that was said
 */
public record OpRow(
        String name,
        String layer,
        String op,
        String kernel,
        String shape,
        String dtype,
        long flops,
        long executedFlops,
        long bytes,
        double nanos,
        double share,
        int threads,
        int threadsAsked,
        @Nullable KernelFit fit,
        double predictedNanos,
        String reason,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable OpRoof roof,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Sharing sharing) {
    /** A row that neither a roof nor the sharing is known of. */
    public OpRow(
            String name,
            String layer,
            String op,
            String kernel,
            String shape,
            String dtype,
            long flops,
            long executedFlops,
            long bytes,
            double nanos,
            double share,
            int threads,
            int threadsAsked,
            @Nullable KernelFit fit,
            double predictedNanos,
            String reason) {
        this(
                name,
                layer,
                op,
                kernel,
                shape,
                dtype,
                flops,
                executedFlops,
                bytes,
                nanos,
                share,
                threads,
                threadsAsked,
                fit,
                predictedNanos,
                reason,
                null,
                null);
    }

    /** The same below this roof. */
    public OpRow with(OpRoof itsRoof) {
        return new OpRow(
                name,
                layer,
                op,
                kernel,
                shape,
                dtype,
                flops,
                executedFlops,
                bytes,
                nanos,
                share,
                threads,
                threadsAsked,
                fit,
                predictedNanos,
                reason,
                itsRoof,
                sharing);
    }
}
