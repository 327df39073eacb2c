package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.reference.NdArray;
import hone.engine.tensor.Dim;
import java.util.List;
import java.util.Optional;

/**
 * A constant whose sizes follow open ones, such as the first state of a sequence, or the same token in front of each: what does
 * not differ along the open dimensions is a weight, and repeated in each run.
 */
final class SpreadConstant {
    private SpreadConstant() {}

    /** Empty where it differs along an open dimension, or has sizes that cannot be said by symbols. */
    static Optional<Planned> of(LoweringSite site, int input) {
        String name = site.input(input);
        List<NdArray> both = site.lowering().sized().constants(name);
        Optional<List<Dim>> dims = site.dims(input);
        if (both.size() != 2 || dims.isEmpty() || both.get(0).count() == 0) {
            return Optional.empty();
        }
        NdArray one = both.getFirst();
        long[] sizes = dims.get().stream()
                .mapToLong(dim -> dim instanceof Dim.Fixed fixed ? fixed.size() : 1)
                .toArray();
        boolean repeats =
                EngineTypes.of(one.type()).isPresent() && both.stream().allMatch(array -> repeats(array, one, sizes));
        if (!repeats) {
            return Optional.empty();
        }
        Planned base = site.weights()
                .of(
                        name,
                        "once",
                        EngineTypes.of(one.type()).orElseThrow(),
                        sizes,
                        i -> element(one, place(i, sizes, one)));
        return OpenSizes.expanded(site, "spread" + input, base, dims.get());
    }

    private static double element(NdArray array, int i) {
        return array.type().isReal() ? array.real(i) : array.whole(i);
    }

    /** Where an array has the element of {@code sizes}' place i, with 0 along what is open. */
    private static int place(int i, long[] sizes, NdArray array) {
        int rest = i;
        int at = 0;
        int stride = 1;
        for (int d = sizes.length - 1; d >= 0; d--) {
            at += (int) (rest % sizes[d]) * stride;
            rest /= (int) sizes[d];
            stride *= array.dim(d);
        }
        return at;
    }

    /** Whether all elements are those of {@code one} with 0 along what is open. */
    private static boolean repeats(NdArray array, NdArray one, long[] sizes) {
        for (int i = 0; i < array.count(); i++) {
            int rest = i;
            int at = 0;
            int stride = 1;
            for (int d = sizes.length - 1; d >= 0; d--) {
                int along = rest % array.dim(d);
                rest /= array.dim(d);
                at += sizes[d] == 1 ? 0 : along * stride;
                stride *= one.dim(d);
            }
            if (Double.compare(element(array, i), element(one, at)) != 0) {
                return false;
            }
        }
        return true;
    }
}
