package hone.engine.format.onnx.lowering;

import hone.engine.op.conv.Extent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The attributes that convolutions and poolings of images, and of lines, share.
 *
 * @param kernel rows and columns of the window
 * @param stride from one place of the window to the next
 * @param dilation from one pixel of the window to the next
 * @param before padding above and to the left
 * @param after padding below and to the right
 */
record WindowAttributes(Extent kernel, Extent stride, Extent dilation, Extent before, Extent after) {
    /**
     * Reads them.
     *
     * @param kernel sizes of the window
     * @return empty where it does not move over images, or has attributes that contradict one another
     */
    static Optional<WindowAttributes> of(LoweringSite site, long... kernel) {
        List<Integer> image = site.lowering()
                .sized()
                .small()
                .shape(site.input(0))
                .map(shape -> Arrays.stream(shape).boxed().toList())
                .orElse(List.of());
        if (kernel.length == 1 && image.size() == 3) {
            return line(site, image, kernel[0]);
        }
        if (kernel.length != 2 || image.size() != 4) {
            return Optional.empty();
        }
        long[] strides = or(site.wholes("strides"), 1, 1);
        long[] dilations = or(site.wholes("dilations"), 1, 1);
        long[] pads = or(site.wholes("pads"), 0, 0, 0, 0);
        return of(site, image, kernel, strides, dilations, pads);
    }

    /** What moves along a line moves over an image one pixel tall. */
    private static Optional<WindowAttributes> line(LoweringSite site, List<Integer> line, long kernel) {
        long[] stride = or(site.wholes("strides"), 1);
        long[] dilation = or(site.wholes("dilations"), 1);
        long[] pads = or(site.wholes("pads"), 0, 0);
        if (stride.length != 1 || dilation.length != 1 || pads.length != 2) {
            return Optional.empty();
        }
        return of(
                site,
                List.of(line.get(0), line.get(1), 1, line.get(2)),
                new long[] {1, kernel},
                new long[] {1, stride[0]},
                new long[] {1, dilation[0]},
                new long[] {0, pads[0], 0, pads[1]});
    }

    private static Optional<WindowAttributes> of(
            LoweringSite site, List<Integer> image, long[] kernel, long[] strides, long[] dilations, long[] pads) {
        String automatic = site.text("auto_pad", "NOTSET");
        if (strides.length != 2 || dilations.length != 2 || pads.length != 4) {
            return Optional.empty();
        }
        if (automatic.startsWith("SAME")) {
            for (int d = 0; d < 2; d++) {
                long size = image.get(2 + d);
                long places = (size + strides[d] - 1) / strides[d];
                long all = Math.max(0, (places - 1) * strides[d] + (kernel[d] - 1) * dilations[d] + 1 - size);
                pads[d] = automatic.equals("SAME_UPPER") ? all / 2 : all - all / 2;
                pads[2 + d] = all - pads[d];
            }
        } else if (automatic.equals("VALID")) {
            Arrays.fill(pads, 0);
        }
        return extents(kernel, strides, dilations, pads);
    }

    private static Optional<WindowAttributes> extents(long[] kernel, long[] strides, long[] dilations, long[] pads) {
        boolean small = Arrays.stream(kernel).allMatch(WindowAttributes::isSmall)
                && Arrays.stream(strides).allMatch(WindowAttributes::isSmall)
                && Arrays.stream(dilations).allMatch(WindowAttributes::isSmall)
                && Arrays.stream(pads).allMatch(pad -> pad >= 0 && pad < 1 << 20);
        return small
                ? Optional.of(new WindowAttributes(
                        extent(kernel[0], kernel[1]),
                        extent(strides[0], strides[1]),
                        extent(dilations[0], dilations[1]),
                        extent(pads[0], pads[1]),
                        extent(pads[2], pads[3])))
                : Optional.empty();
    }

    private static boolean isSmall(long size) {
        return size >= 1 && size < 1 << 20;
    }

    private static Extent extent(long height, long width) {
        return new Extent((int) height, (int) width);
    }

    private static long[] or(long[] given, long... otherwise) {
        return given.length == 0 ? otherwise : given.clone();
    }

    /** Whether the padding is the same at opposite sides. */
    boolean isSymmetric() {
        return before.equals(after);
    }

    /** Whether there is no padding at all. */
    boolean isUnpadded() {
        return before.equals(Extent.square(0)) && after.equals(Extent.square(0));
    }
}
