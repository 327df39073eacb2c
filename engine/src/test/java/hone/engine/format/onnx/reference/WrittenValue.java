package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import hone.engine.format.onnx.proto.Message;
import hone.engine.format.onnx.proto.TensorProto;
import hone.engine.format.onnx.proto.TensorReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A value as text: {@code 2x3 f32: 1 2 3 4 5 6}, without sizes a scalar; a sequence in {@code < … / … >}; behind a question mark
 * one that may be absent. Words stand for texts, '' for the empty one and _ for a space.
 */
final class WrittenValue {
    private WrittenValue() {}

    static OnnxValue of(String text) {
        if (text.startsWith("?")) {
            return new OnnxValue.Maybe(text.length() == 1 ? Optional.empty() : Optional.of(of(text.substring(1))));
        }
        if (!text.startsWith("<")) {
            return array(text);
        }
        List<OnnxValue> values = new ArrayList<>();
        String inside = text.substring(1, text.length() - 1);
        for (String part : inside.isBlank() ? new String[0] : inside.split("/")) {
            values.add(of(part.strip()));
        }
        return new OnnxValue.Sequence(values);
    }

    static NdArray array(String text) {
        String[] sides = text.split(":", 2);
        String[] head = sides[0].strip().split(" ");
        ElementType type = ElementType.valueOf(head[head.length - 1].toUpperCase(Locale.ROOT));
        int[] dims = head.length == 1
                ? new int[0]
                : Arrays.stream(head[0].split("x")).mapToInt(Integer::parseInt).toArray();
        String[] words = sides[1].isBlank() ? new String[0] : sides[1].strip().split(" +");
        if (type.isText()) {
            String[] texts = new String[words.length];
            Arrays.setAll(texts, i -> words[i].equals("''") ? "" : words[i].replace('_', ' '));
            return NdArray.ofTexts(dims, texts);
        }
        if (type.isReal()) {
            return NdArray.ofReals(
                    type,
                    dims,
                    Arrays.stream(words).mapToDouble(WrittenValue::real).toArray());
        }
        return NdArray.ofWholes(
                type,
                dims,
                Arrays.stream(words)
                        .mapToLong(
                                word -> type == ElementType.U64 ? Long.parseUnsignedLong(word) : Long.parseLong(word))
                        .toArray());
    }

    private static double real(String word) {
        return switch (word) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> Double.parseDouble(word);
        };
    }

    /** The same array as a file holds it. */
    static TensorProto proto(String text) {
        NdArray array = array(text);
        Message message = new Message();
        for (int size : array.dims()) {
            message.number(1, size);
        }
        message.number(2, array.type().number());
        for (int i = 0; i < array.count(); i++) {
            switch (array.type()) {
                case F32 -> message.real(4, (float) array.real(i));
                case I64 -> message.number(7, array.whole(i));
                case TEXT ->
                    message.bytes(
                            6,
                            java.lang.foreign.MemorySegment.ofArray(
                                    array.text(i).getBytes(StandardCharsets.UTF_8)));
                default -> message.number(5, array.whole(i));
            }
        }
        return TensorReader.read(message.toBytes(), "written");
    }
}
