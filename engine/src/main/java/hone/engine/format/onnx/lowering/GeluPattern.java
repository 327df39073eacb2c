package hone.engine.format.onnx.lowering;

import hone.engine.op.activation.Gelu;
import java.util.Optional;
import java.util.Set;

/**
 * The Gaussian error linear unit written out: x · 0.5 · (1 + erf(x / √2)), or the form with the hyperbolic tangent, whatever
 * the order and nesting of its factors.
 */
final class GeluPattern implements Lowering {
    private static final double CLOSE = 1e-4;
    private static final double CUBE = 0.044715;

    @Override
    public Set<String> operators() {
        return Set.of("Mul");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        // A product of values may be part of the pattern, or the input of it
        Optional<Planned> whole = lower(site, false);
        return whole.isPresent() ? whole : lower(site, true);
    }

    private static Optional<Planned> lower(LoweringSite site, boolean apart) {
        Factors factors = Factors.ofProduct(site, apart);
        if (factors.others().size() != 2 || !isClose(factors.constant(), 0.5)) {
            return Optional.empty();
        }
        for (int at = 0; at < 2; at++) {
            Factors.Operand x = factors.others().get(1 - at);
            Optional<LoweringSite> bent = plusOne(factors.others().get(at));
            Optional<Planned> value = site.lowering().planned(x.name());
            if (bent.isPresent() && value.isPresent()) {
                boolean exact = bent.get().operator().equals("Erf");
                if (exact ? isRoot(bent.get(), x.name(), apart) : isCubic(bent.get(), x.name(), apart)) {
                    return site.apply(new Gelu(!exact), value.get());
                }
            }
        }
        return Optional.empty();
    }

    /** The node whose result 1 is added to: an error function, or a hyperbolic tangent. */
    private static Optional<LoweringSite> plusOne(Factors.Operand operand) {
        Optional<LoweringSite> sum = operand.before("Add");
        for (int one = 0; one < 2 && sum.isPresent(); one++) {
            if (sum.get().scalar(one).orElse(0.0) == 1) {
                return sum.get().before(1 - one, "Erf", "Tanh");
            }
        }
        return Optional.empty();
    }

    private static boolean isRoot(LoweringSite erf, String x, boolean apart) {
        Factors inner = Factors.of(erf, 0, apart);
        return inner.isPower(x, 1) && isClose(inner.constant(), Math.sqrt(0.5));
    }

    private static boolean isCubic(LoweringSite tanh, String x, boolean apart) {
        Factors inner = Factors.of(tanh, 0, apart);
        if (inner.others().size() != 1 || !isClose(inner.constant(), Math.sqrt(2 / Math.PI))) {
            return false;
        }
        Optional<LoweringSite> sum = inner.others().getFirst().before("Add");
        for (int cube = 0; cube < 2 && sum.isPresent(); cube++) {
            Factors cubed = Factors.of(sum.get(), cube, apart);
            boolean third = cubed.isPower(x, 3)
                    || (cubed.others().size() == 1
                            && cubed.others()
                                    .getFirst()
                                    .before("Pow")
                                    .filter(pow -> pow.input(0).equals(x)
                                            && pow.scalar(1).orElse(0.0) == 3)
                                    .isPresent());
            if (third
                    && isClose(cubed.constant(), CUBE)
                    && sum.get().input(1 - cube).equals(x)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isClose(double number, double wanted) {
        return Math.abs(number - wanted) <= CLOSE * wanted;
    }
}
