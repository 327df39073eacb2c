package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lists of tensors, and values that may be absent. */
final class Sequences implements Operator {
    @Override
    public Set<String> names() {
        return Set.of(
                "SequenceConstruct",
                "SequenceEmpty",
                "SequenceAt",
                "SequenceInsert",
                "SequenceErase",
                "SequenceLength",
                "SplitToSequence",
                "ConcatFromSequence",
                "Optional",
                "OptionalGetElement",
                "OptionalHasElement");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        return List.of(
                switch (call.operator()) {
                    case "SequenceConstruct" -> new OnnxValue.Sequence(new ArrayList<>(call.all()));
                    case "SequenceEmpty" -> new OnnxValue.Sequence(List.of());
                    case "SequenceAt" -> {
                        List<OnnxValue> values = sequence(call);
                        yield values.get(Gathering.index(call, first(call, 1), values.size()));
                    }
                    case "SequenceInsert" -> insert(call);
                    case "SequenceErase" -> erase(call);
                    case "SequenceLength" ->
                        NdArray.scalar(ElementType.I64, sequence(call).size());
                    case "SplitToSequence" -> split(call);
                    case "ConcatFromSequence" -> concat(call);
                    case "Optional" -> new OnnxValue.Maybe(call.has(0) ? Optional.of(call.value(0)) : Optional.empty());
                    case "OptionalGetElement" ->
                        call.value(0) instanceof OnnxValue.Maybe(var inside)
                                ? inside.orElseThrow(() -> call.wrong("the optional value is absent"))
                                : call.value(0);
                    default -> NdArray.ofWholes(ElementType.BOOL, new int[0], isThere(call) ? 1 : 0);
                });
    }

    private static boolean isThere(Call call) {
        return call.has(0) && !(call.value(0) instanceof OnnxValue.Maybe(var inside) && inside.isEmpty());
    }

    static List<OnnxValue> sequence(Call call) {
        if (call.value(0) instanceof OnnxValue.Sequence(var values)) {
            return values;
        }
        throw call.wrong("its input is no sequence");
    }

    private static long first(Call call, int input) {
        if (call.in(input).count() == 0) {
            throw call.wrong("its input " + input + " is empty");
        }
        return call.in(input).whole(0);
    }

    private static OnnxValue insert(Call call) {
        List<OnnxValue> values = new ArrayList<>(sequence(call));
        long at = call.has(2) ? first(call, 2) : values.size();
        long counted = at < 0 ? at + values.size() : at;
        if (counted < 0 || counted > values.size()) {
            throw call.wrong("position " + at + " of " + values.size());
        }
        values.add((int) counted, call.value(1));
        return new OnnxValue.Sequence(values);
    }

    private static OnnxValue erase(Call call) {
        List<OnnxValue> values = new ArrayList<>(sequence(call));
        values.remove(Gathering.index(call, call.has(1) ? first(call, 1) : -1, values.size()));
        return new OnnxValue.Sequence(values);
    }

    private static OnnxValue split(Call call) {
        NdArray x = call.in(0);
        int axis = Dims.axis(call.whole("axis", 0), x.rank());
        int size = x.dim(axis);
        int[] sizes;
        if (!call.has(1)) {
            call.room(size);
            sizes = new int[size];
            Arrays.fill(sizes, 1);
        } else if (call.in(1).rank() == 0) {
            int each = Dims.of(call.in(1).whole(0))[0];
            if (each < 1 || size == 0) {
                throw call.wrong("parts of " + each + " of " + size);
            }
            call.room(size / each);
            sizes = new int[(int) (((long) size + each - 1) / each)];
            Arrays.fill(sizes, each);
            sizes[sizes.length - 1] = size - each * (sizes.length - 1);
        } else {
            sizes = Dims.of(call.in(1).wholes());
        }
        if (Arrays.stream(sizes).asLongStream().sum() != size) {
            throw call.wrong("its parts of " + Arrays.toString(sizes) + " do not make " + size);
        }
        call.room(sizes.length);
        List<OnnxValue> parts = Joining.split(x, axis, sizes);
        if (call.has(1) || call.flag("keepdims", true)) {
            return new OnnxValue.Sequence(parts);
        }
        int[] dims = Dims.without(x.dims(), axis);
        List<OnnxValue> flat = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            flat.add(x.part(axis, i, i + 1).reshaped(dims));
        }
        return new OnnxValue.Sequence(flat);
    }

    private static NdArray concat(Call call) {
        List<NdArray> parts = new ArrayList<>();
        boolean fresh = call.flag("new_axis", false);
        long given = call.whole("axis", 0);
        int axis = 0;
        for (OnnxValue value : sequence(call)) {
            if (!(value instanceof NdArray part)) {
                throw call.wrong("its sequence does not hold tensors");
            }
            axis = Dims.axis(given, part.rank() + (fresh ? 1 : 0));
            parts.add(fresh ? part.reshaped(Dims.with(part.dims(), axis, 1)) : part);
        }
        if (parts.isEmpty()) {
            throw call.wrong("its sequence is empty");
        }
        return Joining.concat(call, parts, axis);
    }
}
