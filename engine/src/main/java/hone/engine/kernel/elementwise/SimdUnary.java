package hone.engine.kernel.elementwise;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.elementwise.Unary;
import hone.engine.tensor.DType;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** Functions of one number a vector at a time, those that {@link UnaryLoops} has. */
public final class SimdUnary implements ElementKernel<Unary> {
    @Override
    public String id() {
        return "simd";
    }

    @Override
    public Class<Unary> op() {
        return Unary.class;
    }

    @Override
    public Rung rung() {
        return Rung.SIMD;
    }

    @Override
    public Optional<String> unavailableReason() {
        return VectorUnit.unavailableReason();
    }

    @Override
    public Optional<String> refusal(Unary op, Site site) {
        if (site.inputs().getFirst().dtype() != DType.F32) {
            return Optional.of("it computes with float32");
        }
        return UnaryLoops.FUNCTIONS.contains(op.function())
                ? Optional.empty()
                : Optional.of("it has no loop for " + op.function());
    }

    @Override
    public Prepared prepare(Unary op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        DoubleUnaryOperator plain = PlainFunctions.of(op);
        return new Slices((operands, from, to) ->
                UnaryLoops.run(op, plain, operands.input(0), operands.output(0), from, (int) (to - from)));
    }

    @Override
    public void compute(Operands operands, long from, long to) {
        throw new IllegalStateException("what it computes depends on the op");
    }
}
