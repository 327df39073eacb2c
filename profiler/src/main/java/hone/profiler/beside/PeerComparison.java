package hone.profiler.beside;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.OverBudget;
import hone.engine.Unavailable;
import hone.engine.data.Samples;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryRegion;
import hone.profiler.arm.OpenArm;
import hone.profiler.bench.BenchEffort;
import hone.profiler.bench.Turns;
import hone.profiler.machine.NoiseGuard;
import hone.profiler.peer.Agreement;
import hone.profiler.peer.ModelPeer;
import hone.profiler.peer.OnnxSettings;
import hone.profiler.peer.Rounding;
import hone.profiler.report.Peer;
import hone.profiler.report.RunReport;
import hone.profiler.service.TrialRequest;
import hone.profiler.service.TrialService;
import hone.profiler.trial.TrialListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a peer beside both sides of a trial that is over: the candidate's model exported, the same inputs, as many threads as
 * the candidate has, in blocks whose order rotates, with a pause after each of the peer's in which its threads fall asleep.
 * Outputs are compared before anything is timed. What stands in the way of the peer is a part of the result, and never fails
 * the run.
 */
public final class PeerComparison {
    private static final int FEWEST_ROUNDS = 7;
    private static final long MEASURE_NANOS = 8_000_000_000L;
    private static final double COMPARED = 0.1;
    private static final double WARM = 0.4;

    private final TrialService trials;
    private final ModelPeer peer;
    private final BenchEffort effort;

    public PeerComparison(TrialService trials, ModelPeer peer) {
        this(trials, peer, BenchEffort.NORMAL);
    }

    PeerComparison(TrialService trials, ModelPeer peer, BenchEffort effort) {
        this.trials = trials;
        this.peer = peer;
        this.effort = effort;
    }

    /**
     * The report of the live run with the peer beside it.
     *
     * @param request that the live run answered
     * @throws hone.engine.Cancelled if it was stopped
     */
    public RunReport compare(TrialRequest request, RunReport live, TrialListener listener, Cancellation stop) {
        return live.with(beside(request, live, listener, stop));
    }

    private Peer beside(TrialRequest request, RunReport live, TrialListener listener, Cancellation stop) {
        Optional<String> reason = peer.unavailableReason();
        if (reason.isPresent()) {
            return new Peer.Absent(peer.id(), reason.get());
        }
        listener.progress(0, "preparing " + peer.id(), MEASURE_NANOS);
        try {
            return measured(request, live, listener, stop);
        } catch (InvalidInput | OverBudget | Unavailable e) {
            return new Peer.Absent(peer.id(), e.getMessage());
        }
    }

    private Peer measured(TrialRequest request, RunReport live, TrialListener listener, Cancellation stop) {
        ExportedModel exported = ExportedModel.of(trials, request, stop);
        try (OpenArm candidate = trials.open(request, request.recipe(), stop);
                OpenArm baseline = trials.open(request, request.baseline(), stop);
                MemoryRegion region =
                        trials.environment().budget().open(Category.DATA, "inputs and outputs of " + peer.id())) {
            int threads = candidate.plan().threads();
            OnnxSettings settings = new OnnxSettings(
                    threads, threads > 1, Rounding.of(exported.model().graph()));
            try (Beside.Theirs java =
                            PeerBinding.bind(peer.openJava(exported.onnx(), settings), exported, candidate, region);
                    Beside.Theirs session =
                            PeerBinding.bind(peer.open(exported.onnx(), settings), exported, candidate, region)) {
                Peer.Outputs outputs = outputs(request, exported, candidate, List.of(java, session), stop);
                listener.progress(COMPARED, "warming up beside " + peer.id(), MEASURE_NANOS);
                return timed(
                        request,
                        live,
                        exported,
                        List.of(new Beside.Ours(baseline), new Beside.Ours(candidate), java, session),
                        outputs,
                        listener,
                        stop);
            }
        }
    }

    private Peer timed(
            TrialRequest request,
            RunReport live,
            ExportedModel exported,
            List<Beside> contestants,
            Peer.Outputs outputs,
            TrialListener listener,
            Cancellation stop) {
        BenchEffort mine = effortFor(live, contestants);
        Turns turns = new Turns(contestants, stop);
        NoiseGuard guard = NoiseGuard.before();
        turns.warmUp(mine);
        List<double[]> rounds = turns.rounds(
                mine,
                done -> listener.progress(
                        WARM + (1 - WARM) * done / mine.rounds(),
                        "in turns with " + peer.id(),
                        MEASURE_NANOS * (mine.rounds() - done) / mine.rounds()));
        List<String> notes = new ArrayList<>(exported.notes());
        notes.addAll(guard.after().warnings());
        OnnxSettings settings =
                ((Beside.Theirs) contestants.getLast()).session().settings();
        return PeerFigures.of(peer, settings, exported.recipe().toString(), rounds, outputs, notes, request.seed());
    }

    /** As many rounds as the time allows, by what the live run found; a slow side has blocks of one run. */
    private BenchEffort effortFor(RunReport live, List<Beside> contestants) {
        double block = (double) effort.blockNanos();
        double candidate = live.candidate().latency().median();
        double round = Math.max(block, live.baseline().latency().median());
        round += (contestants.size() - 1) * Math.max(block, candidate);
        round += contestants.stream().mapToLong(Beside::restNanos).sum();
        int rounds =
                Math.clamp((long) (MEASURE_NANOS / round), Math.min(FEWEST_ROUNDS, effort.rounds()), effort.rounds());
        return new BenchEffort(
                effort.leastWarmUpNanos(),
                effort.mostWarmUpNanos(),
                rounds,
                effort.blockNanos(),
                effort.comparedRows());
    }

    /** Of held-out samples, with those of the very model that was exported; the first ones are in the input again then. */
    private Peer.Outputs outputs(
            TrialRequest request,
            ExportedModel exported,
            OpenArm candidate,
            List<Beside.Theirs> theirs,
            Cancellation stop) {
        if (exported.recipe().equals(request.recipe())) {
            return outputs(request, candidate, candidate, theirs, stop);
        }
        try (OpenArm plain = trials.open(request, exported.recipe(), stop)) {
            return outputs(request, candidate, plain, theirs, stop);
        }
    }

    /** @param shared whose input the peer reads */
    private Peer.Outputs outputs(
            TrialRequest request, OpenArm shared, OpenArm reference, List<Beside.Theirs> theirs, Cancellation stop) {
        Samples samples = request.test().samples();
        Agreement agreement = new Agreement();
        int from = 0;
        do {
            stop.check("comparing outputs");
            shared.fill(samples, from);
            if (reference != shared) {
                reference.fill(samples, from);
            }
            reference.run();
            for (Beside.Theirs one : theirs) {
                one.run();
                agreement.add(reference.output(), one.output());
            }
            from += shared.batch();
        } while (from + shared.batch() <= samples.count()
                && agreement.rows() < (long) theirs.size() * effort.comparedRows());
        shared.fill(samples, 0);
        return new Peer.Outputs(
                agreement.maxDifference(),
                agreement.maxRelative(),
                agreement.sameTop1(),
                agreement.rows() / theirs.size());
    }
}
