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
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The machine profile in the per-user folder: read where it holds for this machine and program, measured anew where it
 * does not. A damaged file is kept aside. A measurement that a busy machine spoilt is
 * used, but not kept. A folder that cannot be written costs a note and a measurement each time.
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

    private static final String FILE = "machine-profile.json";
    /** Several times what the costs of all kernels take. */
    private static final long MOST_BYTES = 1 << 17;

    private final JsonMapper mapper =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private final Path file;
    private final String product;
    private final MachineFacts facts;
    private final Function<Cancellation, MachineProfiler.Measured> measurement;

    /**
     * @param folder per-user folder; it need not exist yet
     * @param product name and version of the program
     */
    public MachineProfileStore(Path folder, String product, MachineFacts facts, MachineProfiler profiler) {
        this(folder, product, facts, stop -> profiler.measure(BUDGET_NANOS, stop));
    }

    MachineProfileStore(
            Path folder,
            String product,
            MachineFacts facts,
            Function<Cancellation, MachineProfiler.Measured> measurement) {
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
        if (kept.isPresent()) {
            return new Obtained(kept.get(), false, notes);
        }
        MachineProfiler.Measured measured = measurement.apply(stop);
        MachineProfile fresh = MachineProfile.of(product, facts, measured.costs());
        if (measured.uncompiled().isEmpty()) {
            write(fresh, notes);
        } else {
            notes.add("far below their usual speed, perhaps as they were not compiled in the time there was: "
                    + String.join(", ", new TreeSet<>(measured.uncompiled()))
                    + "; faster kernels stand in for them, and the next start measures again");
        }
        return new Obtained(fresh, true, notes);
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
