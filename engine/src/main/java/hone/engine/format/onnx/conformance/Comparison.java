package hone.engine.format.onnx.conformance;

import hone.engine.format.onnx.reference.NdArray;
import hone.engine.format.onnx.reference.OnnxValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Whether a value is as a case says: types and shapes the same, reals within {@code 1e-7 + 1e-3 · |expected|}, everything else
 * exact.
 */
final class Comparison {
    private static final double RELATIVE = 1e-3;
    private static final double ABSOLUTE = 1e-7;

    private Comparison() {}

    /** What is wrong; empty where nothing is. */
    static Optional<String> differences(String name, OnnxValue got, OnnxValue expected) {
        if (got instanceof NdArray left && expected instanceof NdArray right) {
            return differences(name, left, right);
        }
        if (got instanceof OnnxValue.Sequence(var left) && expected instanceof OnnxValue.Sequence(var right)) {
            return differences(name, left, right);
        }
        Optional<OnnxValue> inside = inside(got);
        Optional<OnnxValue> due = inside(expected);
        if (got instanceof OnnxValue.Maybe || expected instanceof OnnxValue.Maybe) {
            return inside.isPresent() && due.isPresent()
                    ? differences(name, inside.get(), due.get())
                    : inside.isPresent() == due.isPresent()
                            ? Optional.empty()
                            : Optional.of(name + " is " + (inside.isPresent() ? "there" : "absent"));
        }
        return Optional.of(name + " is of another kind than it should be");
    }

    private static Optional<OnnxValue> inside(OnnxValue value) {
        return value instanceof OnnxValue.Maybe(var inside) ? inside : Optional.of(value);
    }

    private static Optional<String> differences(String name, List<OnnxValue> got, List<OnnxValue> expected) {
        if (got.size() != expected.size()) {
            return Optional.of(name + " has " + got.size() + " values where " + expected.size() + " were due");
        }
        for (int i = 0; i < got.size(); i++) {
            Optional<String> wrong = differences(name + "[" + i + "]", got.get(i), expected.get(i));
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> differences(String name, NdArray got, NdArray expected) {
        if (got.type() != expected.type() || !Arrays.equals(got.dims(), expected.dims())) {
            return Optional.of(name + " is " + got + " where " + expected + " was due");
        }
        double largest = 0;
        int wrong = 0;
        for (int i = 0; i < got.count(); i++) {
            if (got.type().isText()) {
                if (!got.text(i).equals(expected.text(i))) {
                    return Optional.of(
                            name + " has \"" + got.text(i) + "\" where \"" + expected.text(i) + "\" was due");
                }
            } else if (got.type().isReal()) {
                double difference = difference(got.real(i), expected.real(i));
                wrong += difference > ABSOLUTE + RELATIVE * Math.abs(expected.real(i)) ? 1 : 0;
                largest = Math.max(largest, difference);
            } else if (got.whole(i) != expected.whole(i)) {
                wrong++;
                largest = Math.max(largest, Math.abs(got.real(i) - expected.real(i)));
            }
        }
        return wrong == 0
                ? Optional.empty()
                : Optional.of(name + " differs in " + wrong + " of " + got.count() + " elements, by up to " + largest);
    }

    private static double difference(double got, double expected) {
        boolean same = got == expected || (Double.isNaN(got) && Double.isNaN(expected));
        double difference = Math.abs(got - expected);
        return same ? 0 : Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    }
}
