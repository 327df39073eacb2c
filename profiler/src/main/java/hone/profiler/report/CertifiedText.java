package hone.profiler.report;

import java.util.Locale;

/** Certified figures beside the live ones, for the terminal. */
public final class CertifiedText {
    private CertifiedText() {}

    /** A sentence, and a table with both. */
    public static String of(Certified certified, RunReport report) {
        Ratio live = report.speedup();
        TextTable table = new TextTable()
                .row("", "live, one process", certified.forks() + " processes a side")
                .row(
                        "speedup",
                        Units.times(live.median()),
                        Units.times(certified.speedup().median()))
                .row(
                        "  95 % interval",
                        range(live.low(), live.high()),
                        range(certified.speedup().low(), certified.speedup().high()))
                .row(
                        "baseline",
                        Units.time(report.baseline().latency().median()),
                        Units.time(certified.baseline().median()))
                .row(
                        "candidate",
                        Units.time(report.candidate().latency().median()),
                        Units.time(certified.candidate().median()))
                .row("verdict", report.verdict().text(), certified.verdict().text());
        return sentence(certified) + "\n" + table;
    }

    /** "Certified: 2.12× (2.05×–2.19×) over 5 processes a side; the live figure agrees." */
    public static String sentence(Certified certified) {
        String figure = Units.times(certified.speedup().median()) + " ("
                + range(certified.speedup().low(), certified.speedup().high()) + ") over " + certified.forks()
                + " processes a side";
        if (!certified.valid()) {
            return "Not certified: " + String.join("; ", certified.reasons()) + ". What was measured: " + figure + ".";
        }
        String repeated = certified.repeated() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", %d pair%s of processes left out as the machine was not quiet",
                        certified.repeated(),
                        certified.repeated() == 1 ? "" : "s");
        return "Certified: " + figure + repeated
                + (certified.agreesWithLive()
                        ? "; the live figure agrees."
                        : "; the live figure, " + Units.times(certified.live()) + ", is only indicative.");
    }

    private static String range(double low, double high) {
        return Units.times(low) + " – " + Units.times(high);
    }
}
