package hone.engine.format.onnx.op;

import hone.engine.op.shape.Expand;
import java.util.ArrayList;
import java.util.List;

/** Expand is ONNX's Expand; a size that is only known in a run is read off the second input. */
final class ExpandInOnnx implements OnnxMapping<Expand> {
    @Override
    public Class<Expand> op() {
        return Expand.class;
    }

    @Override
    public void write(Expand op, OnnxSite site) {
        if (op.sizes().stream().allMatch(size -> size >= 0)) {
            long[] sizes = op.sizes().stream().mapToLong(Long::longValue).toArray();
            site.only("Expand", List.of(site.input(0), site.graph().longs(site.part("sizes"), sizes)));
            return;
        }
        String shape = site.step("shape", "Shape", List.of(site.input(1)));
        List<String> parts = new ArrayList<>();
        for (int d = 0; d < op.sizes().size(); d++) {
            long size = op.sizes().get(d);
            String number = site.graph().longs(site.part("size" + d), size < 0 ? -1 - size : size);
            parts.add(size < 0 ? site.step("open" + d, "Gather", List.of(shape, number)) : number);
        }
        site.graph()
                .node(site.part("sizes"), "Concat", parts, List.of(site.part("sizes")))
                .attribute("axis", 0);
        site.only("Expand", List.of(site.input(0), site.part("sizes")));
    }
}
