package hone.engine.kernel.conv;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Site;
import hone.engine.op.conv.Extent;
import hone.engine.op.conv.Im2col;
import hone.engine.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * One kernel element after the other: what lies inside of the image is a stretch of each row, found once for all rows, so
 * that no pixel is asked whether it is padding.
 */
public final class ReorderedIm2col implements ColumnKernel<Im2col> {
    @Override
    public Class<Im2col> op() {
        return Im2col.class;
    }

    /** Elements copied; the op counts no arithmetic. */
    @Override
    public long work(Im2col op, Site site) {
        return site.outputs().getFirst().maxShape().elements();
    }

    @Override
    public ColumnRows rows(Im2col op, Site site) {
        TensorType x = site.inputs().getFirst();
        Extent image = new Extent((int) x.dim(2).max(), (int) x.dim(3).max());
        return new ColumnRows(
                op.of(), op.kernel(), (int) x.dim(1).max(), image, op.of().places(op.kernel(), image));
    }

    @Override
    public void channel(ColumnRows rows, Operands operands, long plane, float[] pixels, float[] column) {
        int length = rows.length();
        long from = plane * rows.plane() * Float.BYTES;
        long to = plane * rows.columns() * length * Float.BYTES;
        MemorySegment.copy(operands.input(0), ValueLayout.JAVA_FLOAT, from, pixels, 0, rows.plane());
        for (int i = 0; i < rows.kernel().height(); i++) {
            for (int j = 0; j < rows.kernel().width(); j++) {
                fill(rows, i, rows.left(j), pixels, column);
                MemorySegment.copy(column, 0, operands.output(0), ValueLayout.JAVA_FLOAT, to, length);
                to += (long) length * Float.BYTES;
            }
        }
    }

    private static void fill(ColumnRows rows, int kernelRow, int left, float[] pixels, float[] column) {
        int width = rows.places().width();
        int stride = rows.of().stride().width();
        int first = rows.first(left);
        int end = rows.end(left);
        for (int row = 0; row < rows.places().height(); row++) {
            int to = row * width;
            int down = rows.down(row, kernelRow);
            if (!rows.inside(down)) {
                Arrays.fill(column, to, to + width, 0);
                continue;
            }
            int from = down * rows.image().width() + left;
            Arrays.fill(column, to, to + first, 0);
            if (stride == 1) {
                System.arraycopy(pixels, end > first ? from + first : 0, column, to + first, end - first);
            } else {
                for (int place = first; place < end; place++) {
                    column[to + place] = pixels[from + place * stride];
                }
            }
            Arrays.fill(column, to + end, to + width, 0);
        }
    }
}
