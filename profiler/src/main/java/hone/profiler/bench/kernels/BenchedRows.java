package hone.profiler.bench.kernels;

import java.util.List;

/**
 * A part of a bench's result.
 *
 * @param rows what was timed
 * @param leftOut a sentence for each row that is missing
 */
public record BenchedRows<R>(List<R> rows, List<String> leftOut) {
    public BenchedRows {
        rows = List.copyOf(rows);
        leftOut = List.copyOf(leftOut);
    }
}
