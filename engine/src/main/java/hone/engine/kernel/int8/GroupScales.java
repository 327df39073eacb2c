package hone.engine.kernel.int8;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.matmul.ColumnPanels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The scales (n × groups) of a quantized weight, panel by panel, {@code [⌈n / WIDTH⌉][groups][WIDTH]} float32: the
 * scales that the columns of a panel have in one group are two whole vectors. Beyond the last column they are 0.
 */
public final class GroupScales {
    private static final int WIDTH = ColumnPanels.WIDTH;

    private GroupScales() {}

    /** Bytes from one panel to the next. */
    public static long stride(int groups) {
        return (long) groups * WIDTH * Float.BYTES;
    }

    /** Bytes charged for the scales. */
    public static long bytes(int groups, int n) {
        return Footprint.block(ColumnPanels.count(n) * stride(groups));
    }

    /** Packs scales into panels that hold zeros. */
    public static void pack(MemorySegment scales, int groups, int n, MemorySegment panels) {
        for (int j = 0; j < n; j++) {
            long column = (long) (j / WIDTH) * groups * WIDTH + j % WIDTH;
            for (int group = 0; group < groups; group++) {
                float scale = scales.getAtIndex(ValueLayout.JAVA_FLOAT, (long) j * groups + group);
                panels.setAtIndex(ValueLayout.JAVA_FLOAT, column + (long) group * WIDTH, scale);
            }
        }
    }
}
