package hone.engine.kernel.elementwise;

import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.UnpackedKernel;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.strided.StridedRows;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.elementwise.Binary;
import hone.engine.tensor.DType;
import java.util.Optional;

/** Arithmetic on two values that are laid over each other, row by row and a vector at a time. */
public final class SimdBinary implements UnpackedKernel<Binary> {
    @Override
    public String id() {
        return "simd";
    }

    @Override
    public Class<Binary> op() {
        return Binary.class;
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
    public Optional<String> refusal(Binary op, Site site) {
        if (site.inputs().getFirst().dtype() != DType.F32) {
            return Optional.of("it computes with float32");
        }
        return BroadcastLoops.FUNCTIONS.contains(op.function())
                ? Optional.empty()
                : Optional.of("it has no loop for " + op.function());
    }

    @Override
    public Prepared prepare(Binary op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new StridedRows(
                (operands, grid) -> grid.broadcast(operands, 2),
                (o, y, a, aStep, b, bStep, c, cStep, count) -> BroadcastLoops.row(
                        op.function(), o.input(0), a, aStep, o.input(1), b, bStep, o.output(0), y, count));
    }
}
