package hone.profiler.costs;

import hone.engine.Cancellation;
import hone.profiler.kept.KeptFile;
import hone.profiler.machine.MachineFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The machine profile in the per-user folder: read where it holds for this machine and program, measured anew where it
 * does not. A damaged file is kept aside. Kernels that the compiler did not come to, as on a busy machine, are measured at
 * a later start. A folder that cannot be written costs a note and a measurement each time.
 */
public final class MachineProfileStore {
    /**
     * What {@link #obtain} came to.
     *
     * @param profile to plan with
     * @param measured whether it was measured just now
     * @param notes plain sentences on what was unusual
     */
    public record Obtained(MachineProfile profile, boolean measured, List<String> notes) {
        public Obtained {
            notes = List.copyOf(notes);
        }
    }

    /** How long a measurement takes at least; until the compiler is done with all kernels it is several times that. */
    public static final long BUDGET_NANOS = 2_000_000_000L;

    private static final int NAMED = 3;
    private static final String FILE = "machine-profile.json";
    /** Several times what the costs of all kernels take. */
    private static final long MOST_BYTES = 1 << 17;

    private final KeptFile<MachineProfile> file;
    private final String product;
    private final MachineFacts facts;
    private final Measurement measurement;

    /** Measures everything, or what an earlier profile misses. */
    @FunctionalInterface
    interface Measurement {
        MachineProfiler.Measured measure(Optional<MachineProfile> earlier, Cancellation stop);
    }

    /**
     * @param folder per-user folder; it need not exist yet
     * @param product name and version of the program
     */
    public MachineProfileStore(Path folder, String product, MachineFacts facts, MachineProfiler profiler) {
        this(
                folder,
                product,
                facts,
                (earlier, stop) -> earlier.map(kept -> profiler.complete(BUDGET_NANOS, kept.costs(), kept.due(), stop))
                        .orElseGet(() -> profiler.measure(BUDGET_NANOS, stop)));
    }

    MachineProfileStore(Path folder, String product, MachineFacts facts, Measurement measurement) {
        this.file = new KeptFile<>(folder.resolve(FILE), MachineProfile.class, MOST_BYTES, "machine profile");
        this.product = product;
        this.facts = facts;
        this.measurement = measurement;
    }

    /** The profile kept for this machine; empty where there is none yet, or a damaged one. Never measures or moves files. */
    public Optional<MachineProfile> kept() {
        return file.peek(MachineProfileStore::isWhole).filter(profile -> profile.holdsFor(product, facts));
    }

    /**
     * The profile kept for this machine, or else a new one, which is then kept.
     *
     * @throws hone.engine.Cancelled if the measurement was stopped
     */
    public Obtained obtain(Cancellation stop) {
        List<String> notes = new ArrayList<>();
        Optional<MachineProfile> kept =
                file.read(MachineProfileStore::isWhole, notes).filter(profile -> profile.holdsFor(product, facts));
        if (kept.isPresent() && kept.get().due().isEmpty()) {
            return new Obtained(kept.get(), false, notes);
        }
        MachineProfiler.Measured measured = measurement.measure(kept, stop);
        MachineProfile fresh = kept.map(earlier -> earlier.with(measured))
                .orElseGet(() ->
                        MachineProfile.of(product, facts, measured.costs(), measured.missing(), measured.attempts()));
        file.write(fresh, notes);
        note(
                notes,
                measured.waiting(),
                "were not compiled in the time there was on a busy machine, and are taken to be as fast as on a"
                        + " typical one");
        note(
                notes,
                measured.uncompiled(),
                "run far below their usual speed on this machine, so that faster kernels stand in");
        return new Obtained(fresh, true, notes);
    }

    private static void note(List<String> notes, Set<String> kernels, String what) {
        if (!kernels.isEmpty()) {
            String named = kernels.stream().sorted().limit(NAMED).collect(Collectors.joining(", "));
            int more = kernels.size() - NAMED;
            notes.add(named + (more > 0 ? " and " + more + " more kernels " : " ") + what
                    + "; a later start measures them again");
        }
    }

    /** One of another version has another form, whose numbers nobody here can check. */
    private static boolean isWhole(MachineProfile profile) {
        return profile.version() != MachineProfile.VERSION || profile.isWhole();
    }
}
