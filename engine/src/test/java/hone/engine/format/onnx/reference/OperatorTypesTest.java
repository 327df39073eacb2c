package hone.engine.format.onnx.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import hone.engine.HoneException;
import hone.engine.format.onnx.proto.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operator on every type that its specification names: its cases again, with their numbers in that type. */
class OperatorTypesTest {
    private static final Map<String, String> GROUPS = Map.of(
            "reals", "f16 bf16 f32 f64",
            "signed", "i8 i16 i32 i64",
            "wholes", "i8 i16 i32 i64 u8 u16 u32 u64",
            "numbers", "f16 bf16 f32 f64 i8 i16 i32 i64 u8 u16 u32 u64",
            "all", "f16 bf16 f32 f64 i8 i16 i32 i64 u8 u16 u32 u64 bool text",
            "wide", "i32 i64 u32 u64",
            "indices", "i32 i64",
            "bytes", "i8 u8",
            "eights", "f8e4m3fn f8e4m3fnuz f8e5m2 f8e5m2fnuz",
            "fours", "i4 u4 i2 u2");

    /** What nobody can add up or weight, though the specification names it, and what a case needs in a type of its own. */
    private static final Pattern ABSENT = Pattern.compile("bool for Col2Im.*"
            + "|text for (Col2Im|GridSample|NonZero|.*reduction=|.*mode=(bi)?linear|Pad@[12] ).*"
            + "|.* for (BitCast@26|Mod@28 .*inf|Range@11 .*0.25|ai.onnx.ml.LabelEncoder@. keys).*");

    /** Their results depend on the type by definition, or are larger than some types can be. */
    private static final Set<String> BY_TYPE =
            Set.of("Cast", "CastLike", "QuantizeLinear", "TopK", "BitShift", "BitwiseNot", "DequantizeLinear");

    private static final Map<ElementType, Integer> MANTISSA_BITS =
            Map.of(ElementType.F64, 19, ElementType.F32, 19, ElementType.F16, 9, ElementType.BF16, 6);

    /** Inputs that must have one type, and the types that it may be. */
    record Row(String operator, String inputs, List<ElementType> types) {
        boolean holds(int input) {
            return inputs.endsWith("+") || Arrays.asList(inputs.split(",")).contains(Integer.toString(input));
        }

        @Override
        public String toString() {
            return operator + " " + inputs;
        }
    }

    static Stream<Row> rows() {
        return OperatorCasesTest.lines("types").flatMap(line -> {
            String[] sides = line.split(": ");
            return Arrays.stream(sides[0].split(" "))
                    .flatMap(operator -> Arrays.stream(sides[1].split(" \\| ")).map(group -> row(operator, group)));
        });
    }

    private static Row row(String operator, String group) {
        String[] words = group.split(" ");
        List<ElementType> types = new ArrayList<>();
        for (String word : Arrays.asList(words).subList(1, words.length)) {
            for (String type : GROUPS.getOrDefault(word, word).split(" ")) {
                types.add(ElementType.valueOf(type.toUpperCase(Locale.ROOT)));
            }
        }
        return new Row(operator, words[0], types);
    }

    @Test
    void everyOperatorIsInTheTable() {
        Set<String> listed = new TreeSet<>();
        rows().forEach(row -> listed.add(row.operator()));
        Set<String> missing = new TreeSet<>(Operators.names());
        missing.removeAll(listed);
        missing.removeIf(name -> name.contains("preview") || Operators.isRandom(name));
        assertEquals(
                // Their types are those of their attributes, their graphs or their sequences, or there is but one
                Set.of(
                        "Affine",
                        "ConcatFromSequence",
                        "Constant",
                        "If",
                        "ImageDecoder",
                        "Loop",
                        "NonMaxSuppression",
                        "OptionalGetElement",
                        "OptionalHasElement",
                        "ParametricSoftplus",
                        "ScaledTanh",
                        "Scan",
                        "SequenceEmpty",
                        "SequenceLength",
                        "SequenceMap",
                        "StringNormalizer"),
                missing);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void takesEveryTypeThatItsSpecificationNames(Row row) {
        List<String> lines = OperatorCasesTest.lines()
                .filter(line -> line.startsWith(row.operator() + "@"))
                .toList();
        int run = 0;
        for (String line : lines) {
            WrittenCase plain = WrittenCase.of(line);
            for (ElementType type : row.types()) {
                Optional<WrittenCase> changed = changed(plain, row, type);
                String name = type.name().toLowerCase(Locale.ROOT);
                run += changed.isPresent() ? 1 : 0;
                if (changed.isPresent()
                        && !ABSENT.matcher(name + " for " + line).matches()) {
                    run(changed.get(), plain, name + " for " + line);
                }
            }
        }
        assertTrue(run > 0 || !Operators.knows("", row.operator()), "no case has inputs of " + row);
    }

    private static void run(WrittenCase changed, WrittenCase plain, String name) {
        try {
            Map<String, OnnxValue> results = changed.run();
            boolean exact =
                    !BY_TYPE.contains(plain.node().operator()) && holdsTheSame(changed.inputs(), plain.inputs());
            for (int i = 0; exact && i < plain.outputs().size(); i++) {
                if (plain.outputs().get(i).orElse(null) instanceof NdArray due) {
                    same(due, (NdArray) Objects.requireNonNull(results.get("out" + i)), name);
                }
            }
        } catch (HoneException e) {
            fail(name + ": " + e.getMessage());
        }
    }

    private static boolean holdsTheSame(List<Optional<OnnxValue>> one, List<Optional<OnnxValue>> other) {
        for (int i = 0; i < one.size(); i++) {
            if (one.get(i).orElse(null) instanceof NdArray a && other.get(i).orElse(null) instanceof NdArray b) {
                for (int k = 0; k < a.count(); k++) {
                    // Whole numbers are divided and wrapped in another way than reals, and truths are no numbers
                    if ((a.type() != b.type() && !b.type().isReal())
                            || a.type().isText() != b.type().isText()
                            || (!a.type().isText() && Double.compare(a.real(k), b.real(k)) != 0)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** As near as the type can be to what another type gives; where that is no number of the type, anything is right. */
    private static void same(NdArray due, NdArray got, String name) {
        assertArrayEquals(due.dims(), got.dims(), name);
        double unit = got.type().isReal() ? Math.scalb(1.0, -MANTISSA_BITS.getOrDefault(got.type(), 1)) : 0;
        for (int k = 0; !due.type().isText() && k < due.count(); k++) {
            double expected = due.real(k);
            boolean holds = Double.compare(due.as(got.type()).real(k), expected) == 0
                    || got.type().isReal();
            if (Double.isFinite(expected) && Math.abs(expected) < 400 && holds) {
                assertEquals(
                        expected, got.real(k), 4 * unit * Math.max(1, Math.abs(expected)), name + ", element " + k);
            }
        }
    }

    private static Optional<WrittenCase> changed(WrittenCase plain, Row row, ElementType type) {
        List<Optional<OnnxValue>> inputs = new ArrayList<>(plain.inputs());
        boolean any = false;
        for (int i = 0; i < inputs.size(); i++) {
            if (row.holds(i) && inputs.get(i).orElse(null) instanceof NdArray array) {
                inputs.set(i, Optional.of(as(array, type)));
                any = true;
            }
        }
        return any
                ? Optional.of(new WrittenCase(plain.node(), plain.opset(), inputs, plain.outputs()))
                : Optional.empty();
    }

    private static NdArray as(NdArray array, ElementType type) {
        if (type.isText() == array.type().isText()) {
            return array.as(type);
        }
        if (type.isText()) {
            String[] texts = new String[array.count()];
            Arrays.setAll(texts, i -> Long.toString((long) array.real(i)));
            return NdArray.ofTexts(array.dims(), texts);
        }
        double[] lengths = new double[array.count()];
        Arrays.setAll(lengths, i -> array.text(i).length());
        return NdArray.ofNumbers(type, array.dims(), lengths);
    }
}
