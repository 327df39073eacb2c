package hone.engine.format.onnx.op;

import hone.engine.format.onnx.proto.OnnxTypes;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import java.util.List;

/** 0, 1, 2 and so on, as many as an input has rows: a constant, or counted in each run where their number is open. */
final class RowPlaces {
    private RowPlaces() {}

    /**
     * Adds what gives them, of 32 bits.
     *
     * @param part name of the result, behind the op's
     * @param input whose dimension 1 counts the rows
     */
    static String of(OnnxSite site, String part, int input) {
        if (site.inputType(input).dim(1) instanceof Dim.Fixed fixed) {
            int[] places = new int[Math.toIntExact(fixed.size())];
            for (int i = 0; i < places.length; i++) {
                places[i] = i;
            }
            return site.graph().ints(site.part(part), places, places.length);
        }
        String sizes = site.part(part + ".sizes");
        site.graph()
                .node(sizes, "Shape", List.of(site.input(input)), List.of(sizes))
                .attribute("start", 1)
                .attribute("end", 2); // (1)
        String rows = site.step(part + ".rows", "Squeeze", List.of(sizes));
        String zero = site.graph().whole(site.part(part + ".zero"), 0);
        String one = site.graph().whole(site.part(part + ".one"), 1);
        String counted = site.step(part + ".counted", "Range", List.of(zero, rows, one));
        site.graph()
                .node(site.part(part), "Cast", List.of(counted), List.of(site.part(part)))
                .attribute("to", OnnxTypes.number(DType.I32));
        return site.part(part);
    }
}
