package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import hone.engine.format.onnx.proto.Message;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;

/** The cases of all operators as files: a model of one node, whose inputs are constants. */
public final class WrittenModel {
    /** Types that a file holds one number after the other, as the numbers they are or as their bits. */
    private static final Set<ElementType> PLAIN = EnumSet.complementOf(EnumSet.of(
            ElementType.U4, ElementType.I4, ElementType.U2, ElementType.I2, ElementType.F4E2M1, ElementType.F8E8M0));

    private final Message graph = new Message();
    private final Message node = new Message();

    private WrittenModel() {}

    /** A model for each case that a file can hold. */
    public static List<byte[]> all() {
        return OperatorCasesTest.lines()
                .map(WrittenModel::file)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<byte[]> file(String line) {
        WrittenCase written = WrittenCase.of(line);
        WrittenModel model = new WrittenModel();
        for (int i = 0; i < written.inputs().size(); i++) {
            Optional<OnnxValue> input = written.inputs().get(i);
            if (input.isPresent() && !model.add("in" + i, input.get())) {
                return Optional.empty();
            }
            model.node.text(1, input.isPresent() ? "in" + i : "");
        }
        written.node().outputs().forEach(output -> model.node.text(2, output));
        model.node.text(4, written.node().operator()).text(7, written.node().domain());
        Matcher found = WrittenCase.ATTRIBUTE.matcher(line.substring(0, line.indexOf('|')));
        while (found.find()) {
            model.node.message(5, attribute(found.group(1), found.group(2)));
        }
        model.graph.message(1, model.node).text(2, "graph");
        for (String output : written.node().outputs()) {
            Message tensor = new Message().number(1, ElementType.F32.number());
            model.graph.message(12, new Message().text(1, output).message(2, new Message().message(1, tensor)));
        }
        Map<String, Long> opsets = new TreeMap<>(Map.of("", 18L));
        opsets.put(written.node().domain(), written.opset());
        Message whole = new Message().number(1, 8);
        opsets.forEach((domain, version) ->
                whole.message(8, new Message().text(1, domain).number(2, version)));
        return Optional.of(whole.message(7, model.graph).toBytes());
    }

    /** A constant, or a sequence of them; false where a file cannot hold it like this. */
    private boolean add(String name, OnnxValue value) {
        if (value instanceof OnnxValue.Sequence(var parts) && !parts.isEmpty()) {
            Message sequence = new Message();
            for (int i = 0; i < parts.size(); i++) {
                if (!add(name + "." + i, parts.get(i))) {
                    return false;
                }
                sequence.text(1, name + "." + i);
            }
            graph.message(1, sequence.text(2, name).text(4, "SequenceConstruct"));
            return true;
        }
        if (!(value instanceof NdArray array) || !PLAIN.contains(array.type())) {
            return false;
        }
        graph.message(5, tensor(array).text(8, name));
        return true;
    }

    static Message tensor(NdArray array) {
        Message message = new Message();
        for (int size : array.dims()) {
            message.number(1, size);
        }
        message.number(2, array.type().number());
        for (int i = 0; i < array.count(); i++) {
            switch (array.type()) {
                case F32 -> message.real(4, (float) array.real(i));
                case I64 -> message.number(7, array.whole(i));
                case U32, U64 -> message.number(11, array.whole(i));
                case F64 ->
                    message.bytes(
                            10,
                            MemorySegment.ofArray(new long[] {Double.doubleToRawLongBits(array.real(i))})
                                    .asReadOnly());
                case TEXT ->
                    message.bytes(6, MemorySegment.ofArray(array.text(i).getBytes(StandardCharsets.UTF_8)));
                case F16 -> message.number(5, Float.floatToFloat16((float) array.real(i)) & 0xFFFF);
                case BF16 -> message.number(5, Float.floatToRawIntBits((float) array.real(i)) >>> 16);
                case F8E4M3FN, F8E4M3FNUZ, F8E5M2, F8E5M2FNUZ -> message.number(5, bits(array, i));
                default -> message.number(5, array.whole(i));
            }
        }
        return message;
    }

    private static int bits(NdArray array, int i) {
        int bits = 0;
        while (Double.compare(Rounding.decode(array.type(), bits), array.real(i)) != 0) {
            bits++;
        }
        return bits;
    }

    private static Message attribute(String name, String value) {
        Message attribute = new Message().text(1, name);
        if (value.startsWith("{")) {
            NdArray array = WrittenValue.array(value.substring(1, value.length() - 1));
            return attribute.message(5, tensor(array)).number(20, 4);
        }
        boolean list = value.startsWith("[") && value.endsWith("]");
        String inside = list ? value.substring(1, value.length() - 1) : value;
        List<String> parts = inside.isEmpty() ? List.of() : Arrays.asList(inside.split(","));
        if (parts.stream().allMatch(part -> part.matches(WrittenCase.WHOLE))) {
            parts.forEach(part -> attribute.number(list ? 8 : 3, Long.parseLong(part)));
            return attribute.number(20, list ? 7 : 2);
        }
        if (parts.stream().allMatch(part -> part.matches(WrittenCase.REAL))) {
            parts.forEach(part -> attribute.real(list ? 7 : 2, Float.parseFloat(part)));
            return attribute.number(20, list ? 6 : 1);
        }
        (list ? parts : List.of(value)).forEach(part -> attribute.text(list ? 9 : 4, part));
        return attribute.number(20, list ? 8 : 3);
    }
}
