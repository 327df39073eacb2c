package hone.profiler.profile;

import hone.profiler.timeline.Lane;
import hone.profiler.timeline.Outlier;
import hone.profiler.timeline.Outliers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A profile for programs. */
public final class ProfileValues {
    private ProfileValues() {}

    /** Everything but the single steps, which the trace has. */
    public static Map<String, Object> of(Profile profile) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("schemaVersion", 1);
        values.put("start", profile.timeline().start().toString());
        values.put("lengthNanos", profile.timeline().lengthNanos());
        values.put("runs", profile.timeline().steps().size());
        values.put("ops", profile.ops());
        Map<String, Object> lanes = new LinkedHashMap<>();
        for (Lane lane : Lane.values()) {
            lanes.put(lane.name(), profile.timeline().lane(lane));
        }
        values.put("lanes", lanes);
        values.put("processors", profile.timeline().load());
        values.put("sampler", profile.flame().sampler());
        values.put("samples", profile.flame().samples());
        values.put("hottest", profile.flame().hottest(20));
        values.put("methods", profile.methods());
        values.put("outliers", outliers(profile.outliers()));
        values.put("rules", profile.rules());
        return values;
    }

    private static Map<String, Object> outliers(Outliers outliers) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("p99Nanos", Double.isNaN(outliers.p99Nanos()) ? null : outliers.p99Nanos());
        values.put("runs", outliers.runs());
        values.put(
                "found", outliers.found().stream().map(ProfileValues::outlier).toList());
        return values;
    }

    private static Map<String, Object> outlier(Outlier outlier) {
        return Map.of(
                "run", outlier.step().name(),
                "startNanos", outlier.step().startNanos(),
                "nanos", outlier.step().durationNanos(),
                "cause", outlier.text(),
                "causes", List.copyOf(outlier.causes()));
    }
}
