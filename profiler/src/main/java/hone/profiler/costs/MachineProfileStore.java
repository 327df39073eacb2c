package hone.profiler.costs;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.format.AtomicFile;
import hone.profiler.machine.MachineFacts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The machine profile in the per-user folder: read where it holds for this machine and program, measured anew where it
 * does not. A damaged file is kept aside. Kernels that the compiler
 * did not come to, as on a busy machine, are measured at a later start. A folder that cannot be written costs a note and a measurement each time.
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

    private final JsonMapper mapper =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private final Path file;
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
        this.file = folder.resolve(FILE);
        this.product = product;
        this.facts = facts;
        this.measurement = measurement;
    }

    /** The profile kept for this machine; empty where there is none yet, or a damaged one. Never measures or moves files. */
    public Optional<MachineProfile> kept() {
        return switch (found()) {
            case Found.Whole whole -> Optional.of(whole.profile());
            case Found.Nothing _, Found.Damaged _ -> Optional.empty();
        };
    }

    /**
     * The profile kept for this machine, or else a new one, which is then kept.
     *
     * @throws hone.engine.Cancelled if the measurement was stopped
     */
    public Obtained obtain(Cancellation stop) {
        List<String> notes = new ArrayList<>();
        Optional<MachineProfile> kept = read(notes);
        if (kept.isPresent() && kept.get().due().isEmpty()) {
            return new Obtained(kept.get(), false, notes);
        }
        MachineProfiler.Measured measured = measurement.measure(kept, stop);
        MachineProfile fresh = kept.map(earlier -> earlier.with(measured))
                .orElseGet(() -> MachineProfile.of(product, facts, measured.costs(), measured.missing(), 1));
        write(fresh, notes);
        note(
                notes,
                measured.waiting(),
                "still waited for the compiler when the time for measuring the machine was up,"
                        + " and are taken to be as fast as on a typical machine");
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

    private Optional<MachineProfile> read(List<String> notes) {
        return switch (found()) {
            case Found.Whole whole -> Optional.of(whole.profile());
            case Found.Nothing _ -> Optional.empty();
            case Found.Damaged damaged -> {
                keepAside(damaged.why(), notes);
                yield Optional.empty();
            }
        };
    }

    /** What lies in the folder. */
    private sealed interface Found {
        /** No profile, or one of another machine or version. */
        record Nothing() implements Found {}

        record Whole(MachineProfile profile) implements Found {}

        record Damaged(String why) implements Found {}
    }

    private Found found() {
        if (!Files.isRegularFile(file)) {
            return new Found.Nothing();
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                return new Found.Damaged("it has " + Files.size(file) + " bytes");
            }
            MachineProfile profile = mapper.readValue(Files.readString(file), MachineProfile.class);
            if (profile == null || (profile.version() == MachineProfile.VERSION && !profile.isWhole())) {
                return new Found.Damaged("its numbers do not fit its hash");
            }
            return profile.holdsFor(product, facts) ? new Found.Whole(profile) : new Found.Nothing();
        } catch (JacksonException | IOException e) {
            return new Found.Damaged(e instanceof IOException io ? IoReason.of(io) : "it is not a machine profile");
        }
    }

    private void keepAside(String why, List<String> notes) {
        Path aside = file.resolveSibling(FILE + ".damaged");
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            notes.add("the machine profile was damaged (" + why + "); it is kept as " + aside + " and measured anew");
        } catch (IOException e) {
            notes.add("the machine profile " + file + " is damaged (" + why + ") and cannot be kept aside: "
                    + IoReason.of(e));
        }
    }

    private void write(MachineProfile profile, List<String> notes) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            ByteBuffer bytes =
                    ByteBuffer.wrap(mapper.writeValueAsString(profile).getBytes(StandardCharsets.UTF_8));
            AtomicFile.write(file, channel -> {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            });
        } catch (InvalidInput e) {
            notes.add("the machine profile could not be kept: " + e.getMessage());
        } catch (IOException e) {
            notes.add("the machine profile could not be kept (" + file + "): " + IoReason.of(e));
        }
    }
}
