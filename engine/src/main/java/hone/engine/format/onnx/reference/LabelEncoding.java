package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** LabelEncoder: each element replaced by what stands beside it in a list. NaN is a key like any other; the last of a kind wins. */
final class LabelEncoding implements Operator {
    private static final String NAME = "ai.onnx.ml.LabelEncoder";

    @Override
    public Set<String> names() {
        return Set.of(NAME);
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        if (call.opset() < 2) {
            return List.of(classes(call, x));
        }
        NdArray keys = list(call, "keys_").orElseThrow(() -> call.wrong("it has no keys"));
        NdArray values = list(call, "values_").orElseThrow(() -> call.wrong("it has no values"));
        if (keys.count() != values.count() || keys.type().isText() != x.type().isText()) {
            throw call.wrong("keys " + keys + " and values " + values + " do not fit " + x);
        }
        call.room(keys.count());
        Map<Object, Integer> places = new HashMap<>();
        for (int i = 0; i < keys.count(); i++) {
            places.put(key(keys, i), i);
        }
        NdArray otherwise = otherwise(call, values.type());
        if (otherwise.count() == 0 || otherwise.type().isText() != values.type().isText()) {
            throw call.wrong("its default " + otherwise + " does not stand beside values " + values);
        }
        int[] offsets = new int[x.count()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = places.getOrDefault(key(x, i), -1);
        }
        return List.of(values.picked(x.dims(), offsets, otherwise));
    }

    private static Object key(NdArray x, int i) {
        if (x.type().isText()) {
            return x.text(i);
        }
        return x.type().isReal() ? (Object) (x.real(i) + 0.0) : (Object) x.whole(i);
    }

    /** The one list of a name that is given, whatever its type. */
    private static Optional<NdArray> list(Call call, String prefix) {
        Optional<NdArray> texts = call.texts(prefix + "strings")
                .map(list -> NdArray.ofTexts(new int[] {list.size()}, list.toArray(String[]::new)));
        Optional<NdArray> wholes = call.wholes(prefix + "int64s").map(list -> NdArray.longs(list.clone()));
        Optional<NdArray> reals = call.reals(prefix + "floats").map(LabelEncoding::reals);
        Optional<NdArray> tensor = call.tensor(prefix + "tensor");
        return texts.or(() -> wholes).or(() -> reals).or(() -> tensor);
    }

    private static NdArray reals(float... list) {
        double[] reals = new double[list.length];
        Arrays.setAll(reals, i -> list[i]);
        return NdArray.ofReals(ElementType.F32, new int[] {list.length}, reals);
    }

    private static NdArray otherwise(Call call, ElementType type) {
        if (call.hasAttribute("default_tensor")) {
            return call.tensor("default_tensor").orElseThrow(() -> call.wrong("its default_tensor is no tensor"));
        }
        if (type.isText()) {
            return NdArray.ofTexts(new int[] {1}, call.text("default_string", "_Unused"));
        }
        return type.isReal()
                ? NdArray.ofReals(type, new int[] {1}, call.real("default_float", -0.0))
                : NdArray.ofWholes(type, new int[] {1}, call.whole("default_int64", -1));
    }

    /** Version 1: words become their place in a list, and places words. */
    private static NdArray classes(Call call, NdArray x) {
        List<String> words = call.texts("classes_strings").orElse(List.of());
        if (x.type().isText()) {
            call.room(words.size());
            Map<String, Long> places = new HashMap<>();
            for (int i = 0; i < words.size(); i++) {
                places.putIfAbsent(words.get(i), (long) i);
            }
            long[] out = new long[x.count()];
            for (int i = 0; i < out.length; i++) {
                out[i] = places.getOrDefault(x.text(i), call.whole("default_int64", -1));
            }
            return NdArray.ofWholes(ElementType.I64, x.dims(), out);
        }
        String[] out = new String[x.count()];
        for (int i = 0; i < out.length; i++) {
            long place = x.whole(i);
            out[i] = place >= 0 && place < words.size()
                    ? words.get((int) place)
                    : call.text("default_string", "_Unused");
        }
        return NdArray.ofTexts(x.dims(), out);
    }
}
