package hone.engine.train;

import hone.engine.InvalidInput;
import java.util.Map;

/** How the learning rate changes over a training run: a factor for each step. */
public sealed interface Schedule {
    /**
     * The same rate throughout, but for a rise along a line at first.
     *
     * @param warmUpShare of the steps, from 0 to below 1
     */
    record Constant(double warmUpShare) implements Schedule {
        public Constant {
            requireShare(warmUpShare);
        }

        /** Without a warm-up. */
        public Constant() {
            this(0);
        }

        @Override
        public double factor(long step, long steps) {
            double warmUp = warmUpShare * steps;
            return step < warmUp ? (step + 1) / (warmUp + 1) : 1;
        }

        @Override
        public String text() {
            return warmUpShare == 0 ? "constant" : "constant" + afterWarmUp(warmUpShare);
        }

        @Override
        public void putValues(Map<String, Object> values) {
            values.put("schedule", "constant");
            values.put("warmUp", warmUpShare);
        }
    }

    /**
     * Rises along a line at first, then falls along half a cosine (Loshchilov and Hutter, "SGDR: Stochastic gradient
     * descent with warm restarts", ICLR 2017, without the restarts).
     *
     * @param warmUpShare of the steps, from 0 to below 1
     * @param floor the last factor, from 0 to 1
     */
    record Cosine(double warmUpShare, double floor) implements Schedule {
        public Cosine {
            requireShare(warmUpShare);
            if (!(floor >= 0 && floor <= 1)) {
                throw new InvalidInput("the learning rate's last factor must be 0 to 1", "", "it is " + floor);
            }
        }

        @Override
        public double factor(long step, long steps) {
            double warmUp = warmUpShare * steps;
            if (step < warmUp) {
                return (step + 1) / (warmUp + 1);
            }
            double progress = (step - warmUp) / Math.max(1, steps - warmUp);
            return floor + (1 - floor) * 0.5 * (1 + StrictMath.cos(Math.PI * progress));
        }

        @Override
        public String text() {
            return "cosine" + afterWarmUp(warmUpShare);
        }

        @Override
        public void putValues(Map<String, Object> values) {
            values.put("schedule", "cosine");
            values.put("warmUp", warmUpShare);
            values.put("lastFactor", floor);
        }
    }

    /**
     * The factor of the learning rate.
     *
     * @param step from 0 to {@code steps} - 1
     * @param steps of the whole run
     * @return from 0 to 1
     */
    double factor(long step, long steps);

    /** For people. */
    String text();

    /** Adds each setting under its name, for reports. */
    void putValues(Map<String, Object> values);

    private static String afterWarmUp(double share) {
        return " after a warm-up over " + Math.round(100 * share) + " % of the steps";
    }

    private static void requireShare(double warmUp) {
        if (!(warmUp >= 0 && warmUp < 1)) {
            throw new InvalidInput(
                    "the warm-up's share of the training must be at least 0 and below 1", "", "it is " + warmUp);
        }
    }
}
