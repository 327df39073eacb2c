package hone.profiler.scenario;

import hone.profiler.report.Units;
import java.util.Locale;

/** What a scenario came to, in one sentence without its full stop. */
final class ScenarioSentence {
    private ScenarioSentence() {}

    static String of(ScenarioResult result) {
        return switch (result) {
            case ScenarioResult.Single single ->
                "The candidate answers in "
                        + Units.time(single.candidate().latency().p50())
                        + " at the median, the baseline in "
                        + Units.time(single.baseline().latency().p50()) + ": "
                        + gain(single.gain(), "as fast");
            case ScenarioResult.Offline offline ->
                "The candidate takes " + Units.count(offline.candidate().samplesPerSecond())
                        + " samples a second, the baseline "
                        + Units.count(offline.baseline().samplesPerSecond()) + ": "
                        + gain(offline.gain(), "as many");
            case ScenarioResult.Server server ->
                "At " + Units.count(server.perSecond())
                        + " queries a second the candidate has answered at the median after "
                        + Units.time(server.candidate().latency().p50()) + ", the baseline after "
                        + Units.time(server.baseline().latency().p50()) + ", waiting included: "
                        + gain(server.gain(), "as fast");
        };
    }

    private static String gain(ScenarioResult.Gain gain, String what) {
        String interval = "(" + Units.times(gain.low()) + " – " + Units.times(gain.high()) + ")";
        String ratio = Units.times(gain.median()) + " " + interval;
        return switch (gain.verdict()) {
            case FASTER, SLOWER -> ratio + " " + what;
            case WITHIN_NOISE ->
                "no difference beyond noise, " + ratio + " with a noise floor of "
                        + String.format(Locale.ROOT, "±%.1f %%", 100 * gain.noiseFloor());
            case UNKNOWN -> "not known whether that is a difference, " + ratio;
        };
    }
}
