package hone.profiler.recording;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.format.AtomicFile;
import hone.profiler.arm.OpenArm;
import hone.profiler.pass.OpFacts;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;

/**
 * The recorded pass: runs of both sides in turn under the JDK Flight Recorder, with an event for each op beside the
 * JVM's collections, compilations, allocations, safepoints and samples. Its runs are never timed runs.
 */
public final class FlightPass {
    private static final int MOST_RUNS = 1_000;
    private static final int FEWEST_RUNS = 3;

    private static final List<String> JVM_EVENTS = List.of(
            "jdk.GarbageCollection",
            "jdk.GCPhasePause",
            "jdk.GCHeapSummary",
            "jdk.Compilation",
            "jdk.Deoptimization",
            "jdk.ObjectAllocationSample",
            "jdk.SafepointBegin",
            "jdk.ThreadPark",
            "jdk.JavaMonitorEnter",
            "jdk.JVMInformation",
            "jdk.CPUInformation",
            "jdk.OSInformation",
            "jdk.ActiveRecording");

    /**
     * Of Java frames: each sample holds the sampled thread up for 0.1 to 0.2 ms, so every 20 ms they alone cost close to 1 %.
     * Who wants to see frames closely has {@link CandidateRecording}.
     */
    private static final Duration BETWEEN_SAMPLES = Duration.ofMillis(100);

    private FlightPass() {}

    /**
     * Records and writes the recording to a file, which is either whole or as it was before.
     *
     * @param budgetNanos for the runs; a few of each side are made in any case
     * @throws InvalidInput if the file cannot be written, with the path and the reason
     */
    public static void record(OpenArm baseline, OpenArm candidate, Path file, long budgetNanos, Cancellation stop) {
        try (Recording recording = new Recording()) {
            recording.setName("Hone");
            enable(recording);
            recording.start();
            run(baseline, candidate, budgetNanos, stop);
            recording.stop();
            write(recording, file);
        }
    }

    /** Events of ops, and what the JVM has to say beside them. */
    static void enable(Recording recording) {
        recording.enable(OpFactsEvent.class).withoutStackTrace();
        recording.enable(OpEvent.class).withoutStackTrace().withThreshold(Duration.ZERO);
        JVM_EVENTS.forEach(recording::enable);
        recording.enable("jdk.CPULoad").withPeriod(Duration.ofMillis(200));
        recording.enable(CandidateRecording.EXECUTION_SAMPLE).withPeriod(BETWEEN_SAMPLES);
    }

    private static void run(OpenArm baseline, OpenArm candidate, long budgetNanos, Cancellation stop) {
        RecordingProbe ofBaseline = RecordingProbe.begin("baseline", OpFacts.of(baseline.plan()));
        RecordingProbe ofCandidate = RecordingProbe.begin("candidate", OpFacts.of(candidate.plan()));
        long start = System.nanoTime();
        for (int i = 0; i < MOST_RUNS && (i < FEWEST_RUNS || System.nanoTime() - start < budgetNanos); i++) {
            stop.check("the recording");
            baseline.run(ofBaseline);
            candidate.run(ofCandidate);
        }
    }

    /** The recorder writes to a file of its own, whose bytes then go into place whole. */
    static void write(Recording recording, Path file) {
        Path dump = null;
        try {
            dump = Files.createTempFile("hone", ".jfr");
            recording.dump(dump);
            Path written = dump;
            AtomicFile.write(file, channel -> copy(written, channel));
        } catch (IOException e) {
            throw new InvalidInput("cannot write the recording", file.toString(), IoReason.of(e));
        } finally {
            if (dump != null) {
                discard(dump);
            }
        }
    }

    private static void copy(Path from, FileChannel to) throws IOException {
        try (FileChannel source = FileChannel.open(from)) {
            long size = source.size();
            long done = 0;
            while (done < size) {
                done += source.transferTo(done, size - done, to);
            }
        }
    }

    private static void discard(Path dump) {
        try {
            Files.deleteIfExists(dump);
        } catch (IOException e) {
            dump.toFile().deleteOnExit();
        }
    }
}
