package hone.profiler.recording;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.profiler.arm.OpenArm;
import hone.profiler.machine.Energy;
import hone.profiler.machine.EnergyCounters;
import hone.profiler.pass.OpFacts;
import hone.profiler.trial.Solo;
import hone.profiler.trial.TrialBudget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/** Runs of one arm under the flight recorder, closely looked at: what {@code hone profile} reads. Never timed runs. */
public final class CandidateRecording {
    /** Samples of Java frames by processor time, which the recorder has on Linux. */
    public static final String CPU_TIME_SAMPLE = "jdk.CPUTimeSample";
    /** Samples of Java frames by wall time, which it has everywhere. */
    public static final String EXECUTION_SAMPLE = "jdk.ExecutionSample";

    private static final int MOST_RUNS = 20_000;
    private static final int FEWEST_RUNS = 3;
    private static final TrialBudget AGAIN = new TrialBudget(3_000_000_000L, 0, 20_000_000_000L);
    private static final Duration SHORT = Duration.ofNanos(50_000);

    private CandidateRecording() {}

    /**
     * What was recorded.
     *
     * @param runs that were made
     * @param energy that the machine drew meanwhile
     */
    public record Recorded(int runs, Energy energy) {}

    /**
     * Records and writes the recording to a file, which is either whole or as it was before.
     *
     * @param budgetNanos for the runs; a few are made in any case
     * @param timedMethods whose every call is timed: a filter as the JDK knows it, such as {@code java.util.HashMap::get}
     * @throws InvalidInput if the file cannot be written, with the path and the reason, or the filter is none
     */
    public static Recorded record(
            OpenArm arm, Path file, long budgetNanos, Optional<String> timedMethods, Cancellation stop) {
        rehearse(arm, stop);
        try (Recording recording = new Recording()) {
            recording.setName("Hone");
            enable(recording);
            timedMethods.ifPresent(filter -> time(recording, filter));
            recording.start();
            if (timedMethods.isPresent()) {
                // Timing a method changes its class, and the JVM may throw away all that it had compiled
                new Solo(AGAIN).warmUp(arm, stop);
            }
            RecordingProbe probe = RecordingProbe.begin("candidate", OpFacts.of(arm.plan()));
            EnergyCounters counters = new EnergyCounters();
            EnergyCounters.Reading before = counters.now();
            long start = System.nanoTime();
            int runs = 0;
            while (runs < MOST_RUNS && (runs < FEWEST_RUNS || System.nanoTime() - start < budgetNanos)) {
                stop.check("the recording");
                arm.run(probe);
                runs++;
            }
            Energy energy = EnergyCounters.between(before, counters.now());
            recording.stop();
            FlightPass.write(recording, file);
            return new Recorded(runs, energy);
        }
    }

    /**
     * Runs that are recorded take another way through the program than timed ones, and the first recording of a process makes
     * the JVM compile some of it anew: that is over before the one that counts.
     */
    private static void rehearse(OpenArm arm, Cancellation stop) {
        try (Recording recording = new Recording()) {
            enable(recording);
            recording.start();
            RecordingProbe probe = RecordingProbe.begin("candidate", OpFacts.of(arm.plan()));
            new Solo(AGAIN).warmUp(() -> arm.run(probe), stop);
        }
    }

    static void enable(Recording recording) {
        FlightPass.enable(recording);
        recording.enable(EXECUTION_SAMPLE).withPeriod(Duration.ofMillis(10));
        recording.enable("jdk.ExecuteVMOperation").withThreshold(Duration.ZERO);
        recording.enable("jdk.GCPhasePause").withThreshold(Duration.ZERO);
        recording.enable("jdk.Compilation").withThreshold(SHORT);
        recording.enable("jdk.ThreadPark").withThreshold(SHORT);
        recording.enable("jdk.JavaMonitorEnter").withThreshold(SHORT);
        boolean byCpuTime = FlightRecorder.getFlightRecorder().getEventTypes().stream()
                .anyMatch(type -> type.getName().equals(CPU_TIME_SAMPLE));
        if (byCpuTime) {
            recording.enable(CPU_TIME_SAMPLE).with("throttle", "5ms");
        }
    }

    private static void time(Recording recording, String filter) {
        if (!filter.matches("[\\w.$@]+(::[\\w$<>]+)?")) {
            throw new InvalidInput(
                    "this names no method",
                    "--time-methods " + filter,
                    "",
                    "write a class and a method, such as java.util.HashMap::get");
        }
        recording.enable("jdk.MethodTiming").with("filter", filter).with("period", "endChunk");
    }
}
