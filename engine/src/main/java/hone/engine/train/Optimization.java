package hone.engine.train;

import hone.engine.InvalidInput;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * How parameters move in a training run.
 *
 * @param optimizer what a step does with the gradients
 * @param learningRate the schedule's factor 1, above 0 and at most 10
 * @param schedule how the learning rate changes
 * @param weightDecay 0 … 1, for parameters of two dimensions and more
 * @param clipNorm the largest norm of all gradients together, above 0; infinity leaves them as they are
 */
public record Optimization(
        Optimizer optimizer, double learningRate, Schedule schedule, double weightDecay, double clipNorm) {
    /** The norm that leaves all gradients as they are. */
    public static final double UNCLIPPED = Double.POSITIVE_INFINITY;

    /** @throws InvalidInput if a setting is out of its range */
    public Optimization {
        if (!(learningRate > 0 && learningRate <= 10)) {
            throw new InvalidInput("the learning rate must be above 0 and at most 10", "", "it is " + learningRate);
        }
        if (!(weightDecay >= 0 && weightDecay <= 1)) {
            throw new InvalidInput("the weight decay must be 0 to 1", "", "it is " + weightDecay);
        }
        if (!(clipNorm > 0)) {
            throw new InvalidInput("the largest norm of the gradients must be above 0", "", "it is " + clipNorm);
        }
    }

    /** The same with another optimizer at the learning rate that suits it. */
    public Optimization with(Optimizer other, double itsLearningRate) {
        return new Optimization(other, itsLearningRate, schedule, weightDecay, clipNorm);
    }

    public Optimization withLearningRate(double other) {
        return new Optimization(optimizer, other, schedule, weightDecay, clipNorm);
    }

    public Optimization withSchedule(Schedule other) {
        return new Optimization(optimizer, learningRate, other, weightDecay, clipNorm);
    }

    public Optimization withWeightDecay(double other) {
        return new Optimization(optimizer, learningRate, schedule, other, clipNorm);
    }

    public Optimization withClipNorm(double other) {
        return new Optimization(optimizer, learningRate, schedule, weightDecay, other);
    }

    /** The learning rate of a step, counted from 0, of so many. */
    double rate(long step, long steps) {
        return learningRate * schedule.factor(step, steps);
    }

    /** Each setting by its name, for reports. */
    public SequencedMap<String, Object> values() {
        SequencedMap<String, Object> values = new LinkedHashMap<>();
        values.put("optimizer", optimizer.text());
        values.put("learningRate", learningRate);
        schedule.putValues(values);
        values.put("weightDecay", weightDecay);
        values.put("clipNorm", clipNorm == UNCLIPPED ? "none" : clipNorm);
        return values;
    }
}
