package hone.app;

import hone.app.model.ModelLibrary;
import hone.app.model.Models;
import hone.engine.Cancellation;
import hone.engine.HoneException;
import hone.engine.format.Checkpoints;
import hone.engine.memory.MemoryBudget;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.Planner;
import hone.engine.technique.Fold;
import hone.engine.technique.SetupCache;
import hone.profiler.costs.MachineProfile;
import hone.profiler.costs.MachineProfileStore;
import hone.profiler.costs.MachineProfiler;
import hone.profiler.floor.NoiseFloorStore;
import hone.profiler.history.History;
import hone.profiler.history.KeptReport;
import hone.profiler.job.JobService;
import hone.profiler.machine.MachineFacts;
import hone.profiler.report.RunReport;
import hone.profiler.roofline.RoofStore;
import hone.profiler.service.TrialEnvironment;
import hone.profiler.service.TrialService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The parts that every verb and the window need, wired once for the process: the composition root. */
public final class Services implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Services.class.getName());

    private final Home home;
    private final MemoryBudget budget = MemoryBudget.ofThisMachine();
    private final KernelPool pool = new KernelPool(Runtime.getRuntime().availableProcessors());
    private final Fold fold = new Fold(new SetupCache());
    private final JobService jobs = new JobService();
    private final MachineFacts facts = MachineFacts.read();
    private final MachineProfileStore profiles;
    private final RoofStore roofs;

    private Services(Home home) {
        this.home = home;
        this.profiles = new MachineProfileStore(
                home.folder(), Product.nameAndVersion(), facts, new MachineProfiler(budget, pool));
        this.roofs = new RoofStore(home.folder(), facts);
    }

    /** Everything for this person on this machine; quick, as nothing is measured yet. */
    public static Services open() {
        return new Services(Home.ofThisPerson());
    }

    public Home home() {
        return home;
    }

    public MemoryBudget budget() {
        return budget;
    }

    public KernelPool pool() {
        return pool;
    }

    public Fold fold() {
        return fold;
    }

    /** Where trials and training run, one at a time. */
    public JobService jobs() {
        return jobs;
    }

    public MachineFacts facts() {
        return facts;
    }

    /** Finds models by name or by file. */
    public Models models() {
        return new Models(budget, new ModelLibrary(home.library()));
    }

    public Checkpoints checkpoints() {
        return new Checkpoints(budget);
    }

    /** What is known of this machine's kernels without measuring: the kept profile, or a typical small machine's. */
    public KernelCosts knownCosts() {
        return profiles.kept().map(MachineProfile::costs).orElseGet(KernelCosts::typical);
    }

    /** Whether this machine's profile and roofs are kept already, and nothing of them is missing. */
    public boolean isProfiled() {
        return profiles.kept().filter(MachineProfile::isComplete).isPresent()
                && roofs.kept().isPresent();
    }

    /** Whether something of a profile is kept, if perhaps not all. */
    public boolean isPartlyProfiled() {
        return profiles.kept().isPresent();
    }

    /** The roofs of this machine. */
    public RoofStore roofs() {
        return roofs;
    }

    /**
     * The profile of this machine, measured now with its roofs (some twenty seconds) if they are not kept.
     *
     * @return the costs, and plain sentences on what was unusual
     */
    public Profiled profile(Cancellation stop) {
        MachineProfileStore.Obtained obtained = profiles.obtain(stop);
        List<String> notes = new ArrayList<>(obtained.notes());
        roofs.obtain(budget, pool, notes, stop);
        return new Profiled(obtained.profile().costs(), notes);
    }

    /**
     * This machine's kernel costs.
     *
     * @param costs to plan with
     * @param notes plain sentences on what was unusual
     */
    public record Profiled(KernelCosts costs, List<String> notes) {
        public Profiled {
            notes = List.copyOf(notes);
        }
    }

    public Planner planner(KernelCosts costs) {
        return new Planner(costs);
    }

    /** The one path from a request to a report, planning with these costs. */
    public TrialService trials(KernelCosts costs) {
        NoiseFloorStore floors =
                new NoiseFloorStore(home.folder(), facts, note -> LOG.log(System.Logger.Level.WARNING, note));
        return new TrialService(new TrialEnvironment(
                Product.nameAndVersion(),
                facts,
                costs,
                pool,
                budget,
                fold,
                new TrialEnvironment.Known(roofs.kept(), floors)));
    }

    /**
     * Every report measured here.
     *
     * @param notes hears plain sentences on what was unusual
     */
    public History history(Consumer<String> notes) {
        return new History(home.folder(), notes);
    }

    /** Files a report of a comparison in turns, as {@link #keep(KeptReport, Consumer)} does. */
    public Optional<String> keep(RunReport report, Consumer<String> notes) {
        return keep(new KeptReport.Run(report), notes);
    }

    /**
     * Files a report in the history. A result is worth more than its record: what is wrong with that is only said.
     *
     * @param notes hears it
     * @return its id; empty where it could not be kept
     */
    public Optional<String> keep(KeptReport report, Consumer<String> notes) {
        try {
            return Optional.of(history(notes).add(report));
        } catch (HoneException e) {
            notes.accept("the report is not kept in the history: " + e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        jobs.close();
        pool.close();
    }
}
