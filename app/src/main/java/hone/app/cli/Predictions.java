package hone.app.cli;

import hone.engine.data.LabelledImages;
import hone.engine.data.Preparation;
import hone.engine.data.Standardization;
import hone.engine.tensor.Tensor;

/**
 * A model's answers as CSV, a line for each sample: classes by their names where they have some, measures in the unit of the
 * table they come from.
 *
 * @param samples as the model saw them
 * @param preparation of them
 */
record Predictions(LabelledImages samples, Preparation preparation) {
    /** @param outputs of the first {@code count} samples // (…, outputs) */
    String csv(Tensor outputs, int count) {
        StringBuilder csv = new StringBuilder("sample,label,prediction\n");
        for (int i = 0; i < count; i++) {
            csv.append(i)
                    .append(',')
                    .append(label(i))
                    .append(',')
                    .append(answer(outputs, i))
                    .append('\n');
        }
        return csv.toString();
    }

    private String label(int sample) {
        return samples.measured()
                ? measure(samples.measure(sample))
                : quoted(preparation.className(samples.label(sample)));
    }

    private String answer(Tensor outputs, int sample) {
        long width = outputs.shape().size(1);
        if (samples.measured()) {
            return measure(outputs.getFloat(sample * width));
        }
        int best = 0;
        for (int c = 1; c < width; c++) {
            if (outputs.getFloat(sample * width + c) > outputs.getFloat(sample * width + best)) {
                best = c;
            }
        }
        return quoted(preparation.className(best));
    }

    private String measure(float answer) {
        double inUnits = preparation
                .standardization()
                .map((Standardization figures) -> figures.measure(answer))
                .orElse((double) answer);
        return Float.toString((float) inUnits);
    }

    private static String quoted(String name) {
        return name.matches("[^,\"\\r\\n]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
