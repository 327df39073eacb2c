package hone.profiler.certify;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.format.Artefact;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Architecture;
import hone.profiler.arm.OpenArm;
import hone.profiler.costs.MachineProfile;
import hone.profiler.report.RunReport;
import hone.profiler.service.TrialEnvironment;
import hone.profiler.service.TrialRequest;
import hone.profiler.service.TrialService;
import hone.profiler.trial.TrialBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Runs a comparison again in fresh processes, each of which loads one side's artefact and times it alone: both sides in one
 * JVM share what the compiler has learned, which no program does that has only one of them.
 *
 * <p>Processes run in pairs, one of each side, in the order ABBA, so that a drift of the machine meets both alike. A pair
 * that met other processes' load, or a machine that changed its speed, is left out and run again, as often as there are
 * pairs to be had; fewer than {@link #FEWEST_FORKS} quiet pairs certify nothing.
 */
public final class Certifier {
    /** Pairs of processes where nobody says. */
    public static final int USUAL_FORKS = 5;

    /** Fewest that certify. */
    public static final int FEWEST_FORKS = 3;

    /** Most that can be asked for. */
    public static final int MOST_FORKS = 50;

    private static final TrialBudget USUAL = new TrialBudget(3_000_000_000L, 1_000_000_000L, 30_000_000_000L);
    private static final long MOST_NANOS = 300_000_000_000L;

    /** Hears how far it has come. */
    @FunctionalInterface
    public interface Listener {
        void progress(double fraction, String what, long remainingNanos);
    }

    private final TrialService trials;
    private final ForkProcess process;
    private final TrialBudget budget;

    /**
     * @param worker the command that starts this program as a worker; the names of two files are added to it
     */
    public Certifier(TrialService trials, List<String> worker) {
        this(trials, worker, USUAL);
    }

    Certifier(TrialService trials, List<String> worker, TrialBudget budget) {
        this.trials = trials;
        this.process = new ForkProcess(worker, MOST_NANOS);
        this.budget = budget;
    }

    /** @throws InvalidInput if so many processes cannot certify anything, or take too long */
    public static int requireForks(int forks) {
        if (forks < FEWEST_FORKS || forks > MOST_FORKS) {
            throw new InvalidInput(
                    "certifying takes " + FEWEST_FORKS + " to " + MOST_FORKS + " processes of each side",
                    "--forks " + forks,
                    forks < FEWEST_FORKS ? "fewer say nothing of how processes differ" : "");
        }
        return forks;
    }

    /**
     * The report of the live run with certified figures beside it.
     *
     * @param request that the live run answered
     * @param forks processes of each side, {@link #FEWEST_FORKS} or more
     * @throws hone.engine.Unavailable if no process of this program can run here
     * @throws hone.engine.Cancelled if it was stopped; no process is left behind
     */
    public RunReport certify(TrialRequest request, RunReport live, int forks, Listener listener, Cancellation stop) {
        requireForks(forks);
        long start = System.nanoTime();
        try (ForkFolder folder = ForkFolder.make()) {
            prepare(request, folder, stop);
            List<ForkPair> quiet = new ArrayList<>();
            List<ForkPair> noisy = new ArrayList<>();
            while (quiet.size() < forks && quiet.size() + noisy.size() < 2 * forks) {
                int done = quiet.size() + noisy.size();
                ForkPair pair = pair(
                        folder,
                        done,
                        (side, what) -> {
                            double fraction = (done + side) / (done + side + left(forks, quiet.size(), side));
                            long passed = System.nanoTime() - start;
                            long remaining = fraction > 0
                                    ? (long) (passed / fraction - passed)
                                    : 2L * forks * (budget.warmUpNanos() + budget.measureNanos());
                            listener.progress(
                                    fraction,
                                    String.format(
                                            Locale.ROOT,
                                            "certifying: %s in a process of its own, pair %d%s",
                                            what,
                                            done + 1,
                                            noisy.isEmpty() ? "" : ", " + noisy.size() + " to be repeated"),
                                    remaining);
                        },
                        stop);
                (pair.isQuiet() ? quiet : noisy).add(pair);
            }
            return live.with(Certification.of(quiet, noisy, live, (System.nanoTime() - start) / 1e9));
        }
    }

    /** Pairs that are still to come, counting half a pair where one side is done. */
    private static double left(int forks, int quiet, double side) {
        return Math.max(0.5, forks - quiet - side);
    }

    /** Hears what runs now: no side of the pair is done, or half of it is. */
    private interface PairListener {
        void runs(double done, String what);
    }

    private ForkPair pair(ForkFolder folder, int number, PairListener listener, Cancellation stop) {
        boolean baselineFirst = number % 2 == 0;
        listener.runs(0, baselineFirst ? "the baseline" : "the candidate");
        ForkResult first = process.run(folder.job(baselineFirst), folder.result(), stop);
        listener.runs(0.5, baselineFirst ? "the candidate" : "the baseline");
        ForkResult second = process.run(folder.job(!baselineFirst), folder.result(), stop);
        return baselineFirst ? new ForkPair(first, second) : new ForkPair(second, first);
    }

    private void prepare(TrialRequest request, ForkFolder folder, Cancellation stop) {
        TrialEnvironment environment = trials.environment();
        Artefact baseline = trials.artefact(request, request.baseline(), stop);
        Artefact candidate = trials.artefact(request, request.recipe(), stop);
        try (MemoryRegion scratch = environment.budget().open(Category.SCRATCH, "saving both sides")) {
            baseline.save(folder.model(true), scratch);
            candidate.save(folder.model(false), scratch);
        }
        var plan = trials.plan(request, request.baseline(), stop);
        try (OpenArm arm = OpenArm.open(
                plan, Architecture.of(baseline.setup().model()), environment.pool(), environment.budget(), stop)) {
            arm.fill(request.test().samples(), 0);
            folder.writeInput(arm.inputBytes());
        }
        MachineProfile profile = MachineProfile.of(environment.product(), environment.facts(), environment.costs());
        for (boolean ofBaseline : new boolean[] {true, false}) {
            ForkFiles.write(
                    folder.job(ofBaseline),
                    new ForkJob(
                            folder.model(ofBaseline).getFileName().toString(),
                            folder.input().getFileName().toString(),
                            request.batch(),
                            profile,
                            budget.warmUpNanos(),
                            budget.measureNanos(),
                            budget.limitNanos()));
        }
    }

    /** A folder that is gone when the processes are. */
    private record ForkFolder(Path folder) implements AutoCloseable {
        static ForkFolder make() {
            try {
                return new ForkFolder(Files.createTempDirectory("hone-certify"));
            } catch (IOException e) {
                throw new InvalidInput("cannot make a folder for certifying", "", IoReason.of(e));
            }
        }

        Path model(boolean baseline) {
            return folder.resolve(side(baseline) + ".safetensors");
        }

        Path job(boolean baseline) {
            return folder.resolve(side(baseline) + ".json");
        }

        Path input() {
            return folder.resolve("input.bin");
        }

        Path result() {
            return folder.resolve("result.json");
        }

        private static String side(boolean baseline) {
            return baseline ? "baseline" : "candidate";
        }

        void writeInput(byte[] bytes) {
            try {
                Files.write(input(), bytes);
            } catch (IOException e) {
                throw new InvalidInput("cannot write for certifying", input().toString(), IoReason.of(e));
            }
        }

        @Override
        public void close() {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.deleteIfExists(file);
                }
                Files.deleteIfExists(folder);
            } catch (IOException e) {
                folder.toFile().deleteOnExit(); // what a virus scanner still holds must not spoil the figures
            }
        }
    }
}
