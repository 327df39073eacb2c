package hone.engine.data;

import hone.engine.InvalidInput;
import java.util.ArrayList;
import java.util.List;

/**
 * Mean and deviation of each feature and of the measure over the samples that a model learned from: it is shown numbers less
 * the mean, in units of the deviation, and answers in the same way.
 *
 * @param means of the features
 * @param deviations of the features, above 0; 1 for a feature that never changes
 * @param measureMean of the measure
 * @param measureDeviation of the measure, above 0
 */
public record Standardization(
        List<Double> means, List<Double> deviations, double measureMean, double measureDeviation) {
    /** @throws InvalidInput if the lists differ in length or a number cannot be what it is to be */
    public Standardization {
        means = List.copyOf(means);
        deviations = List.copyOf(deviations);
        boolean usable = means.size() == deviations.size()
                && means.stream().allMatch(Double::isFinite)
                && deviations.stream().allMatch(Standardization::isDeviation)
                && Double.isFinite(measureMean)
                && isDeviation(measureDeviation);
        if (!usable) {
            throw new InvalidInput("the standardization cannot be used", "", "its means or deviations are wrong");
        }
    }

    private static boolean isDeviation(double value) {
        return value > 0 && value < Double.POSITIVE_INFINITY;
    }

    /** The figures of samples with measures. */
    static Standardization of(LabelledImages samples) {
        int width = samples.sampleSize();
        List<Double> means = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        for (int feature = 0; feature < width; feature++) {
            double[] column = new double[samples.count()];
            for (int i = 0; i < column.length; i++) {
                column[i] = samples.values().get(i * width + feature);
            }
            means.add(mean(column));
            deviations.add(deviation(column));
        }
        double[] measures = new double[samples.count()];
        for (int i = 0; i < measures.length; i++) {
            measures[i] = samples.measure(i);
        }
        return new Standardization(means, deviations, mean(measures), deviation(measures));
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares > 0 ? Math.sqrt(squares / values.length) : 1;
    }

    /** @throws InvalidInput if the samples have another number of features, or no measures */
    LabelledImages apply(LabelledImages samples) {
        int width = samples.sampleSize();
        if (width != means.size() || !samples.measured()) {
            throw new InvalidInput(
                    "the data does not fit the model",
                    samples.id(),
                    samples.measured()
                            ? "it has " + width + " features, and the model learned from " + means.size()
                            : "it has classes to learn, and the model answers with a measure");
        }
        float[] features = new float[samples.count() * width];
        float[] measures = new float[samples.count()];
        for (int i = 0; i < features.length; i++) {
            int feature = i % width;
            features[i] = (float) ((samples.values().get(i) - means.get(feature)) / deviations.get(feature));
        }
        for (int i = 0; i < measures.length; i++) {
            measures[i] = (float) ((samples.measure(i) - measureMean) / measureDeviation);
        }
        return samples.with(new SampleValues.Floats(features), new Labels.Measures(measures));
    }

    /** A measure in the unit of the table, from what a model answered. */
    public double measure(double answer) {
        return measureMean + measureDeviation * answer;
    }
}
