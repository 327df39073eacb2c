package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Elements in another type: reals are rounded to nearest even, and lose their fraction on the way to whole numbers. */
final class Casting implements Operator {
    /** The four-bit real has no NaN. What it becomes was its largest number at first, and from this version on -0. */
    private static final int NO_NUMBER_IS_ZERO = 24;

    @Override
    public Set<String> names() {
        return Set.of("Cast", "CastLike");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        ElementType type = call.operator().equals("CastLike")
                ? call.in(1).type()
                : call.opset() < 6 ? named(call) : call.type("to", x.type());
        return List.of(cast(call, x, type, call.flag("saturate", true)));
    }

    /** Until version 6 a type was written as a word. */
    private static ElementType named(Call call) {
        String word = call.text("to", "").toUpperCase(Locale.ROOT);
        return switch (word) {
            case "FLOAT" -> ElementType.F32;
            case "FLOAT16" -> ElementType.F16;
            case "DOUBLE" -> ElementType.F64;
            case "BOOL" -> ElementType.BOOL;
            case "STRING" -> ElementType.TEXT;
            default ->
                Stream.of(ElementType.values())
                        .filter(type -> type.isWhole() && type.bits() >= Byte.SIZE)
                        .filter(type ->
                                word.equals(type.name().charAt(0) == 'U' ? "UINT" + type.bits() : "INT" + type.bits()))
                        .findFirst()
                        .orElseThrow(() -> call.wrong("there is no type \"" + call.text("to", "") + '"'));
        };
    }

    private static NdArray cast(Call call, NdArray x, ElementType type, boolean saturate) {
        if (type == x.type()) {
            return x;
        }
        if (x.type().isText()) {
            return parsed(call, x, type);
        }
        if (type.isText()) {
            String[] texts = new String[x.count()];
            for (int i = 0; i < texts.length; i++) {
                texts[i] = text(x, i);
            }
            return NdArray.ofTexts(x.dims(), texts);
        }
        if (type == ElementType.BOOL) {
            long[] truths = new long[x.count()];
            for (int i = 0; i < truths.length; i++) {
                truths[i] = x.truth(i) ? 1 : 0;
            }
            return NdArray.ofWholes(type, x.dims(), truths);
        }
        if (type == ElementType.F8E8M0) {
            String mode = call.text("round_mode", "up");
            return x.as(ElementType.F64)
                    .mapped(value -> Rounding.powerOfTwo(value, mode, saturate))
                    .as(type);
        }
        if (type == ElementType.F4E2M1 && call.opset() >= NO_NUMBER_IS_ZERO) {
            return x.as(ElementType.F64)
                    .mapped(value -> Double.isNaN(value) ? -0.0 : value)
                    .as(type);
        }
        return type.isReal() && type.bits() == 8 ? small(x, type, saturate) : x.as(type);
    }

    /** Eight-bit reals: what is too large becomes the largest, unless {@code saturate} is off. */
    static NdArray small(NdArray x, ElementType type, boolean saturate) {
        double[] values = x.reals();
        double most = switch (type) {
            case F8E4M3FN -> 448;
            case F8E4M3FNUZ -> 240;
            default -> 57344;
        };
        if (saturate) {
            for (int i = 0; i < values.length; i++) {
                values[i] = Double.isNaN(values[i]) ? values[i] : Math.clamp(values[i], -most, most);
            }
        }
        return NdArray.ofReals(type, x.dims(), values);
    }

    private static NdArray parsed(Call call, NdArray x, ElementType type) {
        double[] reals = new double[x.count()];
        long[] wholes = new long[x.count()];
        for (int i = 0; i < reals.length; i++) {
            String text = x.text(i).strip();
            try {
                if (type.isWhole() && text.matches("[-+]?\\d+")) {
                    wholes[i] = type == ElementType.U64 && !text.startsWith("-")
                            ? Long.parseUnsignedLong(text)
                            : Long.parseLong(text);
                } else {
                    reals[i] = real(text);
                    wholes[i] = (long) reals[i];
                }
            } catch (NumberFormatException e) {
                throw call.wrong("\"" + x.text(i) + "\" is not a number");
            }
        }
        return type.isReal() ? NdArray.ofReals(type, x.dims(), reals) : NdArray.ofWholes(type, x.dims(), wholes);
    }

    private static double real(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** A number as few digits as say which one it is, in the way of numpy. */
    private static String text(NdArray x, int i) {
        if (x.type() == ElementType.BOOL) {
            return x.truth(i) ? "True" : "False";
        }
        if (!x.type().isReal()) {
            return x.type() == ElementType.U64 ? Long.toUnsignedString(x.whole(i)) : Long.toString(x.whole(i));
        }
        double value = x.real(i);
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "INF" : "-INF";
        }
        return x.type() == ElementType.F64 ? Double.toString(value) : Float.toString((float) value);
    }
}
