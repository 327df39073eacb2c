package hone.engine.format.onnx.op;

import hone.engine.op.shape.Pad;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Pad is ONNX's Pad. */
final class PadInOnnx implements OnnxMapping<Pad> {
    @Override
    public Class<Pad> op() {
        return Pad.class;
    }

    @Override
    public void write(Pad op, OnnxSite site) {
        long[] pads = Stream.concat(op.before().stream(), op.after().stream())
                .mapToLong(Long::longValue)
                .toArray();
        site.only(
                        "Pad",
                        List.of(
                                site.input(0),
                                site.graph().longs(site.part("pads"), pads),
                                site.graph().floats(site.part("value"), new float[] {(float) op.value()})))
                .attribute("mode", op.mode().name().toLowerCase(Locale.ROOT));
    }
}
