package hone.engine.train;

import java.util.OptionalDouble;

/** What a training run says of the losses of its steps, one of two ways. */
sealed interface LossMeter {
    /** A step's mean loss over its samples, and how many of those were answered right. */
    void add(double loss, double right, int count);

    double loss();

    OptionalDouble accuracy();

    /** A point of the curve was made. */
    void pointMade();

    /** All that it remembers. */
    Sums sums();

    /** Goes on from what another one remembered. */
    void restore(Sums sums);

    /**
     * What a meter remembers.
     *
     * @param loss the sum over samples, or the average so far
     * @param right answers among the samples
     * @param count samples, or steps
     */
    record Sums(double loss, double right, long count) {
        static final Sums NONE = new Sums(0, 0, 0);
    }

    /** The mean over all samples since the last point: an epoch's. */
    final class Mean implements LossMeter {
        private double loss;
        private double right;
        private long count;

        @Override
        public void add(double stepLoss, double stepRight, int samples) {
            loss += stepLoss * samples;
            right += stepRight;
            count += samples;
        }

        @Override
        public double loss() {
            return loss / count;
        }

        @Override
        public OptionalDouble accuracy() {
            return OptionalDouble.of(right / count);
        }

        @Override
        public void pointMade() {
            restore(Sums.NONE);
        }

        @Override
        public Sums sums() {
            return new Sums(loss, right, count);
        }

        @Override
        public void restore(Sums sums) {
            loss = sums.loss();
            right = sums.right();
            count = sums.count();
        }
    }

    /** An average in which older steps count less and less: the last fifty or so. */
    final class Smoothed implements LossMeter {
        private static final double KEPT = 0.98;

        private double average;
        private long steps;

        @Override
        public void add(double loss, double right, int count) {
            average = steps == 0 ? loss : KEPT * average + (1 - KEPT) * loss;
            steps++;
        }

        @Override
        public double loss() {
            return average;
        }

        @Override
        public OptionalDouble accuracy() {
            return OptionalDouble.empty();
        }

        @Override
        public void pointMade() {}

        @Override
        public Sums sums() {
            return new Sums(average, 0, steps);
        }

        @Override
        public void restore(Sums sums) {
            average = sums.loss();
            steps = sums.count();
        }
    }
}
