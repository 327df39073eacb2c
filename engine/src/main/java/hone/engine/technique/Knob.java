package hone.engine.technique;

import hone.engine.InvalidInput;
import java.math.BigDecimal;
import java.util.List;

/** A setting of a technique: its range, its default, and how its values are written. */
public sealed interface Knob {
    /** As recipes name it: "sparsity". */
    String id();

    String title();

    /** One sentence on what turning it does. */
    String text();

    /** The value where a recipe says nothing, in canonical form. */
    String standard();

    /**
     * The canonical form of a value.
     *
     * @throws InvalidInput if it is outside the range or not one of the choices; the sentence gives them
     */
    String canonical(String value);

    /**
     * A number in a range.
     *
     * @param min smallest value
     * @param max largest value
     * @param step of a slider
     * @param whole whether only whole numbers make sense
     */
    record Range(
            String id, String title, String text, String standard, double min, double max, double step, boolean whole)
            implements Knob {
        @Override
        public String canonical(String value) {
            double number;
            try {
                number = Double.parseDouble(value.strip());
            } catch (NumberFormatException e) {
                throw new InvalidInput("the knob " + id + " takes a number", value, "from " + limits());
            }
            if (!(number >= min && number <= max) || (whole && number != Math.rint(number))) {
                throw new InvalidInput("the knob " + id + " is out of range", value, "it takes " + limits());
            }
            return plain(number);
        }

        private String limits() {
            return plain(min) + " to " + plain(max) + (whole ? ", whole" : "");
        }

        private static String plain(double number) {
            BigDecimal decimal = BigDecimal.valueOf(number).stripTrailingZeros();
            return decimal.signum() == 0 ? "0" : decimal.toPlainString();
        }
    }

    /**
     * One of a few words.
     *
     * @param options in the order to show them
     */
    record Choice(String id, String title, String text, String standard, List<String> options) implements Knob {
        public Choice {
            options = List.copyOf(options);
        }

        @Override
        public String canonical(String value) {
            if (!options.contains(value)) {
                throw new InvalidInput(
                        "the knob " + id + " has no such choice", value, "it takes " + String.join(", ", options));
            }
            return value;
        }
    }
}
