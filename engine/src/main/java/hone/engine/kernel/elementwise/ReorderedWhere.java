package hone.engine.kernel.elementwise;

import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.UnpackedKernel;
import hone.engine.kernel.strided.StridedRows;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.elementwise.Where;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A choice for each element, row by row. */
public final class ReorderedWhere implements UnpackedKernel<Where> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<Where> op() {
        return Where.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Prepared prepare(Where op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        int bytes = site.inputs().get(1).dtype().bytes();
        return new StridedRows((operands, grid) -> grid.broadcast(operands, 3), (o, y, a, as, b, bs, c, cs, count) -> {
            for (int i = 0; i < count; i++) {
                boolean so = o.input(Where.CONDITION).get(ValueLayout.JAVA_BYTE, a + i * as) != 0;
                MemorySegment from = o.input(so ? 1 : 2);
                long at = so ? b + i * bs : c + i * cs;
                if (bytes == Integer.BYTES) {
                    int bits = from.getAtIndex(ValueLayout.JAVA_INT, at);
                    o.output(0).setAtIndex(ValueLayout.JAVA_INT, y + i, bits);
                } else {
                    MemorySegment.copy(from, at * bytes, o.output(0), (y + i) * bytes, bytes);
                }
            }
        });
    }
}
