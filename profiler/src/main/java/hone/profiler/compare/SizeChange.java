package hone.profiler.compare;

/**
 * Bytes of one kind in two reports.
 *
 * @param what such as "model, file"
 * @param first bytes in the first report
 * @param second bytes in the second report
 * @param source how the bytes are known: "measured", "derived"
 */
public record SizeChange(String what, long first, long second, String source) {
    /** Bytes that the second has more than the first. */
    public long difference() {
        return second - first;
    }
}
