package hone.app.cli;

import hone.engine.train.CurvePoint;
import hone.engine.train.EpochReport;
import hone.engine.train.TrainingFootprint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What there is to tell of a training run that is stopped: what was asked for, and the curve as far as it came. */
final class TrainingJournal {
    private final Map<String, Object> asked = new LinkedHashMap<>();
    private final List<Object> curve = new ArrayList<>();
    private TrainingFootprint.@Nullable Choice footprint;

    /** @param settings as in the result of a run that is not stopped */
    void begin(String model, String data, long seed, Object settings) {
        asked.put("model", model);
        asked.put("data", data);
        asked.put("seed", seed);
        asked.put("settings", settings);
    }

    void planned(TrainingFootprint.Choice choice) {
        footprint = choice;
    }

    void add(EpochReport epoch) {
        curve.add(epoch);
    }

    void add(CurvePoint point) {
        curve.add(LanguageTrained.Point.of(point));
    }

    /** The same keys as those of a result, as far as they are known. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("stopped", true);
        values.putAll(asked);
        if (footprint != null) {
            values.put("memory", FootprintText.values(footprint));
        }
        values.put("curve", List.copyOf(curve));
        return values;
    }
}
