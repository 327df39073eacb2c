package hone.engine.format.onnx.reference;

/**
 * A number read off a plane between its elements, for any number of dimensions: the sum over the elements around a place, each
 * by the product of its weights along the dimensions. What lies outside the plane is said by its caller's {@link Outside}.
 *
 * @param dims of the plane
 * @param reach elements on each side of a place along a dimension: 1 is linear, 2 is cubic; 0 takes the one at the place
 */
record Interpolation(int[] dims, int reach, Outside outside) {
    private static final double CUBIC = -0.75;

    /** The element that stands for one outside the plane along a dimension; negative where that counts as 0. */
    interface Outside {
        int inside(int index, int dimension);
    }

    /** Elements outside count as 0. */
    static Interpolation linear(int... dims) {
        return new Interpolation(dims, 1, (index, _) -> -1);
    }

    /** Steps that one place takes, in doubles. */
    double steps() {
        return Math.pow(Math.max(1, 2 * reach), dims.length) * 20 * (dims.length + 1);
    }

    /**
     * The number at a place.
     *
     * @param plane where the plane begins in x
     */
    double at(NdArray x, int plane, double... place) {
        int taps = Math.max(1, 2 * reach);
        int[] strides = Dims.strides(dims);
        int combinations = 1;
        for (int d = 0; d < dims.length; d++) {
            combinations *= taps;
        }
        double sum = 0;
        for (int c = 0; c < combinations; c++) {
            double weight = 1;
            int offset = plane;
            int rest = c;
            for (int d = dims.length - 1; d >= 0 && weight != 0; d--) {
                int first = reach == 0 ? (int) Math.rint(place[d]) : (int) Math.floor(place[d]) - reach + 1;
                int index = first + rest % taps;
                weight *= weight(place[d] - index);
                int inside = index < 0 || index >= dims[d] ? outside.inside(index, d) : index;
                weight = inside < 0 ? 0 : weight;
                offset += inside * strides[d];
                rest /= taps;
            }
            sum += weight == 0 ? 0 : weight * x.real(offset);
        }
        return sum;
    }

    private double weight(double distance) {
        double x = Math.abs(distance);
        return switch (reach) {
            case 0 -> 1;
            case 1 -> 1 - x;
            default ->
                x <= 1
                        ? ((CUBIC + 2) * x - (CUBIC + 3)) * x * x + 1
                        : ((CUBIC * x - 5 * CUBIC) * x + 8 * CUBIC) * x - 4 * CUBIC;
        };
    }
}
