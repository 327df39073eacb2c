package hone.profiler.recording;

import hone.profiler.arm.OpenArm;
import hone.profiler.pass.OpFacts;
import hone.profiler.trial.TimedArm;
import jdk.jfr.Recording;

/**
 * A flight recording that runs while one of two arms is timed and rests while the other is: what recording costs. It is
 * started and stopped between samples, outside the clock.
 */
public final class ObservingRecording implements AutoCloseable {
    private static final long SETTLE_NANOS = 20_000_000;

    private final OpenArm arm;
    private final RecordingProbe probe;
    private Recording recording = new Recording();
    private boolean running;

    public ObservingRecording(OpenArm arm) {
        this.arm = arm;
        this.probe = new RecordingProbe("candidate", OpFacts.of(arm.plan()));
    }

    /** The arm without a recording and without events. */
    public TimedArm bare() {
        return new TimedArm() {
            @Override
            public void run() {
                arm.run();
            }

            @Override
            public void getReady() {
                rest();
                arm.getReady();
            }

            @Override
            public long checksum() {
                return arm.checksum();
            }
        };
    }

    /** The arm with a recording as {@link FlightPass} makes it, and an event for each op. */
    public TimedArm recorded() {
        return new TimedArm() {
            @Override
            public void run() {
                arm.run(probe);
            }

            @Override
            public void getReady() {
                begin();
                arm.getReady();
            }

            @Override
            public long checksum() {
                return arm.checksum();
            }
        };
    }

    private void begin() {
        if (!running) {
            recording.close();
            recording = new Recording();
            FlightPass.enable(recording);
            recording.start();
            running = true;
            settle();
        }
    }

    private void rest() {
        if (running) {
            recording.stop();
            running = false;
            settle();
        }
    }

    /**
     * Starting and stopping go on behind the call, on the recorder's own threads; a real recording does so once. Meanwhile the
     * arm runs, as a rest would leave it and the processor cold.
     */
    private void settle() {
        long start = System.nanoTime();
        do {
            arm.run();
        } while (System.nanoTime() - start < SETTLE_NANOS);
    }

    @Override
    public void close() {
        rest();
        recording.close();
    }
}
