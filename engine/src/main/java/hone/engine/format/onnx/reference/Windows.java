package hone.engine.format.onnx.reference;

import java.util.Arrays;

/**
 * Where a window of a convolution or pool lies over its input, for any number of spatial dimensions.
 *
 * @param input spatial sizes
 * @param output spatial sizes
 * @param kernel sizes of the window
 * @param before padding in front of each dimension
 * @param after padding behind each dimension
 */
record Windows(int[] input, int[] output, int[] kernel, int[] strides, int[] dilations, int[] before, int[] after) {
    /** Reads {@code strides}, {@code dilations}, {@code pads}, {@code auto_pad} and {@code ceil_mode}. */
    static Windows of(Call call, NdArray x, int... kernel) {
        int spatial = x.rank() - 2;
        if (kernel.length != spatial) {
            throw call.wrong("a window of " + kernel.length + " dimensions over " + x);
        }
        int[] input = Arrays.copyOfRange(x.dims(), 2, x.rank());
        int[] strides = call.sizes("strides", spatial, 1);
        int[] dilations = call.sizes("dilations", spatial, 1);
        int[] pads = call.sizes("pads", 2 * spatial, 0);
        boolean up = call.flag("ceil_mode", false);
        String auto = call.text("auto_pad", "NOTSET");
        int[] output = new int[spatial];
        int[] before = new int[spatial];
        int[] after = new int[spatial];
        for (int d = 0; d < spatial; d++) {
            if (strides[d] < 1 || dilations[d] < 1 || kernel[d] < 1) {
                throw call.wrong("its strides, dilations and window must be at least 1");
            }
            long reach = (kernel[d] - 1L) * dilations[d] + 1;
            if (auto.startsWith("SAME")) {
                output[d] = (int) (((long) input[d] + strides[d] - 1) / strides[d]);
                int padding = size(call, Math.max(0, (output[d] - 1L) * strides[d] + reach - input[d]));
                before[d] = auto.equals("SAME_LOWER") ? (padding + 1) / 2 : padding / 2;
                after[d] = padding - before[d];
                continue;
            }
            before[d] = auto.equals("VALID") ? 0 : pads[d];
            after[d] = auto.equals("VALID") ? 0 : pads[spatial + d];
            long room = (long) input[d] + before[d] + after[d] - reach;
            if (room < 0) {
                throw call.wrong("a window of " + reach + " does not fit into " + (room + reach));
            }
            output[d] = size(call, room / strides[d] + 1);
            if (up && room % strides[d] != 0 && (long) output[d] * strides[d] < (long) input[d] + before[d]) {
                // A last window that begins inside the input or the padding in front, and reaches beyond the end
                output[d]++;
            }
        }
        return new Windows(input, output, kernel, strides, dilations, before, after);
    }

    /** Sums of places stay far from where whole numbers end. */
    private static int size(Call call, long size) {
        if (size > 1 << 30) {
            throw call.wrong("its windows, paddings and dilations make a size of " + size);
        }
        return (int) size;
    }

    int positions() {
        return Dims.count(output);
    }

    int taps() {
        return Dims.count(kernel);
    }

    /** The input offset under a tap of the window at a position; -1 where it lies outside. */
    int offset(int position, int tap) {
        int offset = 0;
        int scale = 1;
        int restPosition = position;
        int restTap = tap;
        for (int d = input.length - 1; d >= 0; d--) {
            long at = (long) (restPosition % output[d]) * strides[d]
                    + (long) (restTap % kernel[d]) * dilations[d]
                    - before[d];
            if (at < 0 || at >= input[d]) {
                return -1;
            }
            offset += (int) at * scale;
            scale *= input[d];
            restPosition /= output[d];
            restTap /= kernel[d];
        }
        return offset;
    }

    /** Taps of the window at a position that lie over input or padding. */
    int tapsInPadding(int position) {
        int taps = 1;
        int rest = position;
        for (int d = input.length - 1; d >= 0; d--) {
            long start = (long) (rest % output[d]) * strides[d] - before[d];
            int within = 0;
            for (int k = 0; k < kernel[d]; k++) {
                within += start + (long) k * dilations[d] < (long) input[d] + after[d] ? 1 : 0;
            }
            taps *= within;
            rest /= output[d];
        }
        return taps;
    }
}
