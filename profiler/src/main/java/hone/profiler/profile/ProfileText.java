package hone.profiler.profile;

import hone.profiler.flame.FlameTree;
import hone.profiler.recording.CandidateRecording;
import hone.profiler.report.TextTable;
import hone.profiler.report.Units;
import hone.profiler.timeline.CpuLoad;
import hone.profiler.timeline.Lane;
import hone.profiler.timeline.Outlier;
import hone.profiler.timeline.Outliers;
import hone.profiler.timeline.Span;
import hone.profiler.timeline.Timeline;
import java.util.List;

/** A profile for people. */
public final class ProfileText {
    private static final int OPS = 12;
    private static final int PATHS = 6;
    private static final int OUTLIERS = 8;
    private static final int FRAMES = 4;
    private static final int SENTENCE = 220;

    private ProfileText() {}

    public static String of(Profile profile) {
        return ops(profile)
                + jvm(profile.timeline())
                + flame(profile.flame())
                + methods(profile.methods())
                + outliers(profile.outliers())
                + rules(profile.rules());
    }

    private static String ops(Profile profile) {
        int steps = profile.timeline().steps().size();
        if (steps == 0) {
            return "Where the time goes: the recording holds no ops of Hone\n";
        }
        TextTable table = new TextTable().row("op", "kernel", "a run", "share");
        profile.ops().stream()
                .limit(OPS)
                .forEach(op -> table.row(
                        op.name(),
                        op.kernel(),
                        Units.time((double) op.nanos() / op.runs()),
                        Units.percent(op.share())));
        int more = profile.ops().size() - OPS;
        return "Where the time goes (" + steps + " recorded runs, which are slower than timed ones)\n" + table
                + (more > 0 ? "  and " + more + " more\n" : "");
    }

    private static String jvm(Timeline timeline) {
        TextTable table = new TextTable().row("what", "times", "together", "longest");
        for (Lane lane : Lane.values()) {
            List<Span> spans = timeline.lane(lane);
            boolean takesTime = spans.stream().anyMatch(span -> span.durationNanos() > 0);
            table.row(
                    lane.text(),
                    String.valueOf(spans.size()),
                    takesTime
                            ? time(spans.stream().mapToLong(Span::durationNanos).sum())
                            : "—",
                    takesTime
                            ? time(spans.stream()
                                    .mapToLong(Span::durationNanos)
                                    .max()
                                    .orElse(0))
                            : "—");
        }
        String load = timeline.load().isEmpty()
                ? ""
                : "  processors: this process " + Units.percent(mean(timeline, true)) + ", others "
                        + Units.percent(mean(timeline, false)) + "\n";
        return "\nWhat the JVM did in these " + time(timeline.lengthNanos()) + "\n" + table + load;
    }

    /** A rule may print a whole stack; the JSON has all of it. */
    private static String shortened(String sentence) {
        return sentence.length() <= SENTENCE ? sentence : sentence.substring(0, SENTENCE) + " …";
    }

    private static String time(long nanos) {
        return Units.time((double) nanos);
    }

    private static double mean(Timeline timeline, boolean own) {
        return timeline.load().stream()
                .mapToDouble(own ? CpuLoad::own : CpuLoad::others)
                .average()
                .orElse(Double.NaN);
    }

    private static String flame(FlameTree flame) {
        String by = flame.sampler().equals(CandidateRecording.CPU_TIME_SAMPLE)
                ? "by processor time"
                : "by wall time, as this system has no samples by processor time";
        StringBuilder text = new StringBuilder(
                "\nHottest Java frames (" + flame.samples() + " samples " + by + ", " + flame.sampler() + ")\n");
        for (FlameTree.HotPath path : flame.hottest(PATHS)) {
            text.append("  ")
                    .append(Units.percent((double) path.samples() / flame.samples()))
                    .append("  ")
                    .append(innermost(path.frames()))
                    .append('\n');
        }
        return text.toString();
    }

    private static String innermost(List<String> frames) {
        List<String> last = frames.subList(Math.max(0, frames.size() - FRAMES), frames.size()).stream()
                .map(ProfileText::shortName)
                .toList();
        return (frames.size() > FRAMES ? "… " : "") + String.join(" → ", last);
    }

    /** Class and method, without the package. */
    private static String shortName(String name) {
        int method = name.lastIndexOf('.');
        return name.substring(name.lastIndexOf('.', method - 1) + 1);
    }

    private static String methods(List<MethodTime> methods) {
        if (methods.isEmpty()) {
            return "";
        }
        TextTable table = new TextTable().row("method", "calls", "average", "longest");
        methods.stream()
                .limit(OPS)
                .forEach(method -> table.row(
                        shortName(method.method()),
                        String.valueOf(method.calls()),
                        Units.time(method.averageNanos()),
                        Units.time(method.longestNanos())));
        return "\nTimed methods (timing each call slows it down)\n" + table;
    }

    private static String outliers(Outliers outliers) {
        if (Double.isNaN(outliers.p99Nanos())) {
            return "\nSlow runs: not judged, as " + outliers.runs() + " runs are too few for a 99th percentile\n";
        }
        StringBuilder text =
                new StringBuilder("\nSlow runs: " + outliers.found().size() + " of " + outliers.runs()
                        + " took longer than the 99th percentile, " + Units.time(outliers.p99Nanos()) + "\n");
        for (Outlier.Kind kind : Outlier.Kind.values()) {
            count(text, outliers, kind.text());
        }
        count(text, outliers, "unexplained");
        TextTable table = new TextTable().row("run", "at", "took", "cause");
        for (Outlier outlier : outliers.found().stream().limit(OUTLIERS).toList()) {
            table.row(
                    outlier.step().name(),
                    time(outlier.step().startNanos()),
                    time(outlier.step().durationNanos()),
                    outlier.text());
        }
        return text.append(outliers.found().isEmpty() ? "" : table).toString();
    }

    private static void count(StringBuilder text, Outliers outliers, String cause) {
        long count = outliers.found().stream()
                .filter(outlier -> outlier.text().equals(cause))
                .count();
        if (count > 0) {
            text.append("  ").append(count).append(": ").append(cause).append('\n');
        }
    }

    private static String rules(JmcRules rules) {
        StringBuilder text = new StringBuilder(
                "\nRules of JDK Mission Control: " + rules.findings().size()
                        + " with something to say, " + rules.satisfied() + " satisfied, " + rules.notApplicable()
                        + " without events\n");
        for (RuleFinding finding : rules.findings()) {
            text.append("  ")
                    .append(finding.severity())
                    .append(", ")
                    .append(finding.rule())
                    .append(": ");
            text.append(shortened(finding.summary())).append('\n');
            if (!finding.explanation().isEmpty() && finding.severity().equals("warning")) {
                text.append("    ").append(shortened(finding.explanation())).append('\n');
            }
            if (finding.narrower()) {
                text.append("    from " + time(finding.fromNanos()) + " to " + time(finding.toNanos())
                        + " of the timeline" + (finding.nearest() == null ? "" : ", at " + finding.nearest()) + "\n");
            }
        }
        rules.failed()
                .forEach(
                        name -> text.append("  failed by itself: ").append(name).append('\n'));
        return text.toString();
    }
}
