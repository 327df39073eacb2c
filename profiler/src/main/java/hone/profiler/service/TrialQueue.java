package hone.profiler.service;

import hone.profiler.job.JobService;
import hone.profiler.report.RunReport;
import hone.profiler.trial.LiveBlocks;
import hone.profiler.trial.Trial;
import hone.profiler.trial.TrialListener;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Trials one after the other on the exclusive thread; the latest wins, so submitting one stops those before it. */
public final class TrialQueue {
    private final TrialService service;
    private final JobService jobs;
    private @Nullable RunningTrial latest;

    public TrialQueue(TrialService service, JobService jobs) {
        this.service = service;
        this.jobs = jobs;
    }

    /** Starts a trial and returns at once; the one before it is asked to stop. */
    public synchronized RunningTrial submit(TrialRequest request) {
        return submit(request, TrialListener.NONE);
    }

    /**
     * Starts a trial and returns at once; the one before it is asked to stop.
     *
     * @param listener hears progress and blocks on the measuring thread
     */
    public synchronized RunningTrial submit(TrialRequest request, TrialListener listener) {
        RunningTrial before = latest;
        if (before != null) {
            before.cancel();
        }
        ProgressSnapshot progress = new ProgressSnapshot(listener);
        LiveBlocks live = new LiveBlocks(Trial.mostBlocks());
        JobService.Job<RunReport> job = jobs.exclusive("the trial", stop -> service.run(request, progress, live, stop));
        RunningTrial running = new RunningTrial(job, progress, live);
        latest = running;
        return running;
    }

    /** A trial on its way; everything here may be polled from any thread. */
    public static final class RunningTrial {
        private final JobService.Job<RunReport> job;
        private final ProgressSnapshot progress;
        private final LiveBlocks live;

        private RunningTrial(JobService.Job<RunReport> job, ProgressSnapshot progress, LiveBlocks live) {
            this.job = job;
            this.progress = progress;
            this.live = live;
        }

        /** The latest word on how far it is. */
        public TrialProgress progress() {
            return progress.latest();
        }

        /** The blocks measured so far. */
        public LiveBlocks live() {
            return live;
        }

        /** Asks it to stop; returns at once. */
        public void cancel() {
            job.cancel();
        }

        /** The report, or {@link hone.engine.Cancelled}, or what else it threw. */
        public CompletableFuture<RunReport> report() {
            return job.result();
        }
    }
}
