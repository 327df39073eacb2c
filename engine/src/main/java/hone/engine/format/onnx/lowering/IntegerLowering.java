package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.reference.NdArray;
import hone.engine.graph.Op;
import hone.engine.op.elementwise.Binary;
import hone.engine.op.elementwise.BinaryFunction;
import hone.engine.op.elementwise.Cast;
import hone.engine.op.quantization.IntegerConv2d;
import hone.engine.op.quantization.IntegerMatMul;
import hone.engine.op.quantization.Quantize;
import hone.engine.tensor.DType;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Products and convolutions of 8-bit whole numbers, whose sums are exact; those with scales round them to 8 bits again. */
final class IntegerLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("MatMulInteger", "ConvInteger", "QLinearMatMul", "QLinearConv");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        return switch (site.operator()) {
            case "MatMulInteger" -> product(site, "", 0, 1, 2, 3);
            case "ConvInteger" -> convolution(site, "", 0, 1, 2, 3);
            case "QLinearMatMul" ->
                product(site, "sums", 0, 3, 2, 5).flatMap(sums -> scaled(site, sums, new int[] {1, 4, 6}, 7, 0));
            default ->
                convolution(site, "sums", 0, 3, 2, 5)
                        .flatMap(sums -> biased(site, sums))
                        .flatMap(sums -> scaled(site, sums, new int[] {1, 4, 6}, 7, 2));
        };
    }

    private static Optional<Planned> product(LoweringSite site, String part, int a, int b, int aZero, int bZero) {
        return integer(site, part, new IntegerMatMul(), a, b, aZero, bZero);
    }

    private static Optional<Planned> convolution(LoweringSite site, String part, int x, int w, int xZero, int wZero) {
        Optional<Planned> kernel = site.operand(w);
        if (kernel.isEmpty() || kernel.get().type().rank() != 4) {
            return site.refuse("it is no convolution of images");
        }
        Optional<WindowAttributes> window = WindowAttributes.of(
                site,
                kernel.get().type().dim(2).max(),
                kernel.get().type().dim(3).max());
        if (window.isEmpty()) {
            return site.refuse("its strides, dilations or pads do not fit an image");
        }
        WindowAttributes is = window.get();
        int groups = Math.toIntExact(site.whole("group", 1));
        return integer(
                site,
                part,
                new IntegerConv2d(is.stride(), is.before(), is.after(), is.dilation(), groups),
                x,
                w,
                xZero,
                wZero);
    }

    private static Optional<Planned> integer(
            LoweringSite site, String part, Op op, int first, int second, int firstZero, int secondZero) {
        Optional<Planned> a = site.operand(first);
        Optional<Planned> b = site.operand(second);
        if (a.isEmpty() || b.isEmpty()) {
            return Optional.empty();
        }
        Optional<Planned> aZero = zero(site, firstZero, a.get());
        Optional<Planned> bZero = zero(site, secondZero, b.get());
        if (aZero.isEmpty() || bZero.isEmpty()) {
            return Optional.empty();
        }
        return part.isEmpty()
                ? site.apply(op, a.get(), b.get(), aZero.get(), bZero.get())
                : site.applyPart(part, op, a.get(), b.get(), aZero.get(), bZero.get());
    }

    private static Optional<Planned> zero(LoweringSite site, int input, Planned of) {
        DType dtype = of.type().dtype();
        return site.has(input)
                ? site.operand(input)
                : Optional.of(site.weights().number(site.name() + ".zero", dtype, 0));
    }

    /** The bias of a convolution, whole numbers in units of both scales. */
    private static Optional<Planned> biased(LoweringSite site, Planned sums) {
        if (!site.has(8)) {
            return Optional.of(sums);
        }
        return site.operand(8)
                .flatMap(bias -> Shapes.withOnesBehind(site, bias, 2))
                .flatMap(bias -> site.applyPart("biased", new Binary(BinaryFunction.ADD), sums, bias));
    }

    /**
     * Sums times both scales over the result's scale, rounded to 8 bits.
     *
     * @param scales the operands: the first's scale, the second's, the result's
     * @param zero the operand with the result's zero point
     * @param behind dimensions behind that of the second's scales
     */
    private static Optional<Planned> scaled(LoweringSite site, Planned sums, int[] scales, int zero, int behind) {
        Optional<Planned> to = site.operand(zero);
        Optional<Planned> factors = factors(site, scales, behind);
        if (to.isEmpty() || factors.isEmpty()) {
            return Optional.empty();
        }
        Planned one = site.weights().number(site.name() + ".one", DType.F32, 1);
        return site.applyPart("real", new Cast(DType.F32), sums)
                .flatMap(real -> site.applyPart("scaled", new Binary(BinaryFunction.MUL), real, factors.get()))
                .flatMap(scaled ->
                        scalar(site, to.get()).flatMap(point -> site.apply(new Quantize(0), scaled, one, point)));
    }

    /** Both scales over the result's: a constant where they are, as they are in all files but tests. */
    private static Optional<Planned> factors(LoweringSite site, int[] scales, int behind) {
        Optional<Double> first = site.scalar(scales[0]);
        Optional<NdArray> second = site.constant(scales[1]);
        Optional<Double> result = site.scalar(scales[2]);
        if (first.isEmpty() || second.isEmpty() || result.isEmpty()) {
            return products(site, scales, behind);
        }
        NdArray each = second.get();
        double factor = first.get() / result.get();
        long[] sizes = each.count() == 1 ? new long[0] : new long[1 + behind];
        Arrays.fill(sizes, 1);
        if (sizes.length > 0) {
            sizes[0] = each.count();
        }
        return Optional.of(
                site.weights().of(site.name() + ".factor", "", DType.F32, sizes, i -> factor * each.real(i)));
    }

    private static Optional<Planned> products(LoweringSite site, int[] scales, int behind) {
        Optional<Planned> first = site.operand(scales[0]);
        Optional<Planned> second = site.operand(scales[1]);
        Optional<Planned> result = site.operand(scales[2]);
        if (first.isEmpty() || second.isEmpty() || result.isEmpty()) {
            return Optional.empty();
        }
        if (first.get().type().maxShape().elements() > 1
                || result.get().type().maxShape().elements() > 1) {
            return site.refuse("its first scale or its result's is not one number");
        }
        return site.applyPart("scales", new Binary(BinaryFunction.MUL), first.get(), second.get())
                .flatMap(both -> site.applyPart("factors", new Binary(BinaryFunction.DIV), both, result.get()))
                .flatMap(both -> both.type().maxShape().elements() == 1
                        ? Optional.of(both)
                        : Shapes.withOnesBehind(site, both, behind));
    }

    private static Optional<Planned> scalar(LoweringSite site, Planned zero) {
        return zero.type().rank() == 0 ? Optional.of(zero) : site.refuse("its zero point is no scalar");
    }
}
