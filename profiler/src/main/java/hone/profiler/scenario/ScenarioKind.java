package hone.profiler.scenario;

import hone.engine.InvalidInput;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of use, as MLPerf Inference tells them apart. */
public enum ScenarioKind {
    /** One query after the other: how long does one take? */
    SINGLE,

    /** All samples at once: how many a second? */
    OFFLINE,

    /** Queries that arrive at random: how long does one take, its waiting included? */
    SERVER;

    /** As people write it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws InvalidInput if there is none of that name */
    public static ScenarioKind of(String id) {
        return Arrays.stream(values())
                .filter(kind -> kind.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(
                        "there is no such scenario",
                        id,
                        "there are "
                                + Arrays.stream(values()).map(ScenarioKind::id).collect(Collectors.joining(", "))));
    }
}
