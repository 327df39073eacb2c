package hone.engine.kernel.attention;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.attention.RollingCacheAttention;
import hone.engine.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Where the keys and values of a rolling cache lie: those of earlier runs in the cache, those of this run beside it, in
 * the same form, until all queries have been answered. Positions that follow one another lie one behind the other in
 * three stretches at most: up to the buffer's end, from its beginning on, and in the run.
 *
 * @param form of the rows as they are kept
 * @param headDim elements of a head
 * @param heads of keys
 * @param window rows of a cache
 * @param fresh the run's rows in that form, keys before values, and behind them the scales; empty for F32, which needs no other
 *     form
 * @param most rows of a run
 */
record KeptRows(DType form, int headDim, int heads, int window, MemorySegment fresh, int most) {
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfShort F16 = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final int LARGEST = 127;

    /** Bytes that {@link #of} takes from the scratch. */
    static long scratchBytes(RollingCacheAttention op, Site site) {
        KeptRows rows = of(op, site, MemorySegment.NULL);
        return rows.form == DType.F32 ? 0 : Footprint.block(rows.freshBytes());
    }

    static KeptRows of(RollingCacheAttention op, Site site, MemoryRegion scratch) {
        KeptRows rows = of(op, site, MemorySegment.NULL);
        return rows.form == DType.F32 ? rows : of(op, site, scratch.allocate(rows.freshBytes()));
    }

    private static KeptRows of(RollingCacheAttention op, Site site, MemorySegment fresh) {
        var cache = site.inputs().get(RollingCacheAttention.KEY_CACHE);
        int headDim = Math.toIntExact(cache.dim(1).max() / op.kvHeads());
        int most = Math.toIntExact(
                site.inputs().get(RollingCacheAttention.KEYS).dim(1).max());
        int window = Math.toIntExact(cache.dim(0).max());
        return new KeptRows(cache.dtype(), headDim, op.kvHeads(), window, fresh, most);
    }

    private long freshBytes() {
        long scales = form == DType.I8 ? 2L * most * heads * Float.BYTES : 0;
        return scalesAt() + scales;
    }

    /** Where the scales of a run's rows begin. */
    private long scalesAt() {
        return (2L * most * stride() + Float.BYTES - 1) / Float.BYTES * Float.BYTES;
    }

    /** From one row to the next, in bytes. */
    long stride() {
        return (long) heads * headDim * form.bytes();
    }

    /** How many rows from {@code position} on, up to {@code end}, lie one behind the other. */
    int together(Operands operands, int position, int end) {
        int first = first(operands);
        return position >= first
                ? end - position
                : Math.min(Math.min(end, first) - position, window - position % window);
    }

    private static int first(Operands operands) {
        return Positions.first(operands.input(RollingCacheAttention.POSITION));
    }

    /** The memory that holds a position's key, or with {@code values} 1 its value. */
    MemorySegment rows(Operands operands, int values, int position) {
        if (position < first(operands)) {
            return operands.input(RollingCacheAttention.KEY_CACHE + values);
        }
        return form == DType.F32 ? operands.input(RollingCacheAttention.KEYS + values) : fresh;
    }

    /** Where in it a head of the row begins, in bytes. */
    long place(Operands operands, int values, int position, int head) {
        int first = first(operands);
        long column = (long) head * headDim * form.bytes();
        if (position < first) {
            return position % window * stride() + column;
        }
        long start = form == DType.F32 ? 0 : (long) values * most * stride();
        return start + (position - first) * stride() + column;
    }

    /** The memory that holds the scales of a position's row, in I8. */
    MemorySegment scales(Operands operands, int values, int position) {
        return position < first(operands) ? operands.input(RollingCacheAttention.KEY_SCALES + values) : fresh;
    }

    /** Where in it the scale of a head is, in bytes; the next row's is {@link #scaleStride} behind it. */
    long scalePlace(Operands operands, int values, int position, int head) {
        int first = first(operands);
        long column = (long) head * Float.BYTES;
        return position < first
                ? position % window * scaleStride() + column
                : scalesAt() + ((long) values * most + position - first) * scaleStride() + column;
    }

    long scaleStride() {
        return (long) heads * Float.BYTES;
    }

    /** Brings the run's rows into the form in which they will be kept. */
    void encode(Operands operands) {
        if (form == DType.F32) {
            return;
        }
        int first = first(operands);
        int rows = Math.toIntExact(operands.inputSize(RollingCacheAttention.KEYS, 1));
        for (int values = 0; values < 2; values++) {
            MemorySegment from = operands.input(RollingCacheAttention.KEYS + values);
            for (int row = 0; row < rows; row++) {
                for (int head = 0; head < heads; head++) {
                    long source = ((long) row * heads + head) * headDim * Float.BYTES;
                    long target = place(operands, values, first + row, head);
                    if (form == DType.F16) {
                        halves(from, source, target);
                    } else {
                        bytes(from, source, target, scalePlace(operands, values, first + row, head));
                    }
                }
            }
        }
    }

    private void halves(MemorySegment from, long source, long target) {
        for (int c = 0; c < headDim; c++) {
            short half = Float.floatToFloat16(from.get(F32, source + (long) c * Float.BYTES));
            fresh.set(F16, target + (long) c * Short.BYTES, half);
        }
    }

    /** A head with a NaN or an infinity gets a scale that is no number, so that whoever sees it is told. */
    private void bytes(MemorySegment from, long source, long target, long scalePlace) {
        float largest = 0;
        for (int c = 0; c < headDim; c++) {
            largest = Math.max(largest, Math.abs(from.get(F32, source + (long) c * Float.BYTES)));
        }
        float scale = largest <= Float.MAX_VALUE ? largest / LARGEST : Float.NaN;
        fresh.set(F32, scalePlace, scale);
        for (int c = 0; c < headDim; c++) {
            double scaled = Math.rint(from.get(F32, source + (long) c * Float.BYTES) / scale);
            fresh.set(ValueLayout.JAVA_BYTE, target + c, (byte) Math.clamp(scaled, -LARGEST, LARGEST));
        }
    }

    /** Copies the run's rows into the caches; of a run longer than the window, the last ones. */
    void keep(Operands operands) {
        int first = first(operands);
        int end = first + Math.toIntExact(operands.inputSize(RollingCacheAttention.KEYS, 1));
        for (int values = 0; values < 2; values++) {
            MemorySegment cache = operands.input(RollingCacheAttention.KEY_CACHE + values);
            for (int position = Math.max(first, end - window); position < end; position++) {
                long from = place(operands, values, position, 0);
                long to = position % window * stride();
                MemorySegment.copy(rows(operands, values, position), from, cache, to, stride());
                if (form == DType.I8) {
                    MemorySegment scales = operands.input(RollingCacheAttention.KEY_SCALES + values);
                    long scale = scalePlace(operands, values, position, 0);
                    MemorySegment.copy(fresh, scale, scales, position % window * scaleStride(), scaleStride());
                }
            }
        }
    }

    /** One head of one row as floats, element by element. */
    void read(Operands operands, int values, int position, int head, float[] row) {
        MemorySegment rows = rows(operands, values, position);
        long at = place(operands, values, position, head);
        switch (form) {
            case F32 -> MemorySegment.copy(rows, F32, at, row, 0, headDim);
            case F16 -> {
                for (int c = 0; c < headDim; c++) {
                    row[c] = Float.float16ToFloat(rows.get(F16, at + (long) c * Short.BYTES));
                }
            }
            default -> {
                float scale = scales(operands, values, position).get(F32, scalePlace(operands, values, position, head));
                for (int c = 0; c < headDim; c++) {
                    row[c] = rows.get(ValueLayout.JAVA_BYTE, at + c) * scale;
                }
            }
        }
    }
}
