package hone.engine.kernel.conv;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Site;
import hone.engine.op.conv.Col2im;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * One kernel element after the other is added to the channel's pixels, a stretch of each row at a time; at stride 1 the
 * just-in-time compiler turns that into vector instructions by itself. Since a unit owns a whole channel, no two threads
 * add to one pixel, and the order of the additions is always the same.
 */
public final class ReorderedCol2im implements ColumnKernel<Col2im> {
    @Override
    public Class<Col2im> op() {
        return Col2im.class;
    }

    @Override
    public ColumnRows rows(Col2im op, Site site) {
        return new ColumnRows(
                op.of(), op.kernel(), op.channels(), op.image(), op.of().places(op.kernel(), op.image()));
    }

    @Override
    public void channel(ColumnRows rows, Operands operands, long plane, float[] pixels, float[] column) {
        int length = rows.length();
        long from = plane * rows.columns() * length * Float.BYTES;
        long to = plane * rows.plane() * Float.BYTES;
        Arrays.fill(pixels, 0, rows.plane(), 0);
        for (int i = 0; i < rows.kernel().height(); i++) {
            for (int j = 0; j < rows.kernel().width(); j++) {
                MemorySegment.copy(operands.input(0), ValueLayout.JAVA_FLOAT, from, column, 0, length);
                add(rows, i, rows.left(j), column, pixels);
                from += (long) length * Float.BYTES;
            }
        }
        MemorySegment.copy(pixels, 0, operands.output(0), ValueLayout.JAVA_FLOAT, to, rows.plane());
    }

    private static void add(ColumnRows rows, int kernelRow, int left, float[] column, float[] pixels) {
        int width = rows.places().width();
        int stride = rows.of().stride().width();
        int first = rows.first(left);
        int count = rows.end(left) - first;
        for (int row = 0; row < rows.places().height(); row++) {
            int down = rows.down(row, kernelRow);
            if (rows.inside(down)) {
                int to = down * rows.image().width() + left + first * stride;
                if (stride == 1) {
                    addRow(column, row * width + first, pixels, to, count);
                } else {
                    for (int place = 0; place < count; place++) {
                        pixels[to + place * stride] += column[row * width + first + place];
                    }
                }
            }
        }
    }

    /** The loop the compiler vectorizes. */
    private static void addRow(float[] column, int from, float[] pixels, int to, int count) {
        for (int j = 0; j < count; j++) {
            pixels[to + j] += column[from + j];
        }
    }
}
