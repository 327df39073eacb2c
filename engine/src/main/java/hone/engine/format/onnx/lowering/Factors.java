package hone.engine.format.onnx.lowering;

import hone.engine.op.elementwise.Binary;
import hone.engine.op.elementwise.Mul;
import hone.engine.op.normalization.BatchNorm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A product taken apart, however its factors are nested.
 *
 * @param constant the product of all that are single constants
 * @param others all else
 */
record Factors(double constant, List<Operand> others) {
    private static final int MOST = 8;

    /** An operand of a node. */
    record Operand(LoweringSite site, int input) {
        String name() {
            return site.input(input);
        }

        Optional<LoweringSite> before(String... operators) {
            return site.before(input, operators);
        }
    }

    Factors {
        others = List.copyOf(others);
    }

    /** The factors of an operand, which is its own where it is no product, or one that an op stands for. */
    static Factors of(LoweringSite site, int input) {
        return of(site, input, false);
    }

    /** @param apart whether products of values are taken apart, too */
    static Factors of(LoweringSite site, int input, boolean apart) {
        List<Operand> others = new ArrayList<>();
        double constant = collect(site, input, others, 0, apart);
        return new Factors(constant, others);
    }

    /** The factors of a node that multiplies. */
    static Factors ofProduct(LoweringSite product) {
        return ofProduct(product, false);
    }

    /** @param apart whether products of values are taken apart, too */
    static Factors ofProduct(LoweringSite product, boolean apart) {
        List<Operand> others = new ArrayList<>();
        double constant = collect(product, 0, others, 1, apart) * collect(product, 1, others, 1, apart);
        return new Factors(constant, others);
    }

    private static double collect(LoweringSite site, int input, List<Operand> others, int depth, boolean apart) {
        Optional<Double> scalar = site.scalar(input);
        if (scalar.isPresent()) {
            return scalar.get();
        }
        // What an op stands for already is one factor, unless it only multiplies by a constant
        boolean whole = depth >= MOST
                || site.lowering()
                        .planned(site.input(input))
                        .flatMap(Planned::op)
                        .filter(op ->
                                !(op instanceof BatchNorm || op instanceof Binary || (apart && op instanceof Mul)))
                        .isPresent();
        Optional<LoweringSite> product = whole ? Optional.empty() : site.before(input, "Mul");
        if (product.isPresent()) {
            return collect(product.get(), 0, others, depth + 1, apart)
                    * collect(product.get(), 1, others, depth + 1, apart);
        }
        Optional<LoweringSite> quotient = whole ? Optional.empty() : site.before(input, "Div");
        if (quotient.isPresent() && quotient.get().scalar(1).isPresent()) {
            return collect(quotient.get(), 0, others, depth + 1, apart)
                    / quotient.get().scalar(1).get();
        }
        others.add(new Operand(site, input));
        return 1;
    }

    /** Whether all that is left is a value once, or so many times. */
    boolean isPower(String name, int times) {
        return others.size() == times
                && others.stream().allMatch(other -> other.name().equals(name));
    }
}
