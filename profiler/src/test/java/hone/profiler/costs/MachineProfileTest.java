package hone.profiler.costs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.kernel.Kernel;
import hone.engine.kernel.Kernels;
import hone.engine.memory.MemoryBudget;
import hone.engine.op.optimizer.OptimizerStep;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.profiler.JavaProcess;
import hone.profiler.machine.MachineFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineProfileTest {
    private static final long QUICK = 300_000_000L;
    private static final MemoryBudget BUDGET = new MemoryBudget(256L << 20);
    private static final KernelPool POOL = new KernelPool(2);
    private static final MachineFacts FACTS = MachineFacts.read();
    private static final KernelCosts MEASURED = identified();

    private static KernelCosts identified() {
        KernelCosts typical = KernelCosts.typical();
        return new KernelCosts(
                CostsHash.of(typical),
                typical.nanosPerWork(),
                typical.forkNanos(),
                typical.parallelEfficiency(),
                typical.dispatchNanos());
    }

    @AfterAll
    static void close() {
        POOL.close();
        assertEquals(0, BUDGET.used());
    }

    @Test
    void everyKernelThatThereIsAChoiceOfIsMeasured() {
        long start = System.nanoTime();
        MachineProfiler.Measured measured = new MachineProfiler(BUDGET, POOL).measure(QUICK, new Cancellation());
        KernelCosts costs = measured.costs();
        assertTrue(System.nanoTime() - start < 60_000_000_000L, "took " + (System.nanoTime() - start));
        for (Kernel<?> kernel : Kernels.ALL) {
            if (isChoice(kernel)
                    && kernel.unavailableReason().isEmpty()
                    && !measured.missing().contains(KernelCosts.key(kernel))) {
                assertTrue(costs.knows(kernel), KernelCosts.key(kernel));
                double[] perWork = costs.nanosPerWork().get(KernelCosts.key(kernel));
                double[] typical = KernelCosts.typical().nanosPerWork().get(KernelCosts.key(kernel));
                assertFalse(Arrays.equals(typical, perWork), KernelCosts.key(kernel) + " still costs what is typical");
                assertTrue(
                        Arrays.stream(perWork).allMatch(nanos -> nanos > 0.001 && nanos < 1_000),
                        KernelCosts.key(kernel) + " " + Arrays.toString(perWork));
            }
        }
        assertTrue(costs.dispatchNanos() > 0 && costs.forkNanos() >= 500);
        assertTrue(costs.parallelEfficiency() >= 0.5 && costs.parallelEfficiency() <= 1);
        assertEquals(12, costs.id().length());
    }

    /** Whether another kernel could stand in; a step of an optimizer writes its own inputs and is not measured. */
    private static boolean isChoice(Kernel<?> kernel) {
        return !OptimizerStep.class.isAssignableFrom(kernel.op())
                && Kernels.ALL.stream()
                        .anyMatch(other -> !other.equals(kernel) && other.op().equals(kernel.op()));
    }

    /** As on a machine so busy that the compiler does not get its turn: what a kernel costs is then much, but known. */
    @Test
    void kernelsThatAreNeverOptimizedHaveCostsToo() throws IOException, InterruptedException {
        List<String> command = JavaProcess.command();
        command.addAll(List.of("-XX:TieredStopAtLevel=1", UncompiledProfile.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines = process.inputReader().readAllLines();
        assertEquals(0, process.waitFor(), String.join("\n", lines));
        List<String> costs =
                lines.stream().filter(line -> line.startsWith("cost ")).toList();
        assertTrue(costs.size() > 100, String.join("\n", lines));
        for (String cost : costs) {
            double nanos = Double.parseDouble(cost.substring(cost.lastIndexOf(' ')));
            assertTrue(nanos > 0 && nanos < 1e6, cost);
        }
    }

    @Test
    void aProfileIsKeptAndReadAgain(@TempDir Path folder) {
        MachineProfileStore.Obtained first = store(folder, "Hone 1").obtain(new Cancellation());
        assertTrue(first.measured());
        MachineProfileStore.Obtained second = store(folder, "Hone 1").obtain(new Cancellation());
        assertFalse(second.measured());
        assertEquals(first.profile(), second.profile());
        assertEquals(first.profile().hash(), second.profile().costs().id());
        assertTrue(store(folder, "Hone 2").kept().isEmpty());
        assertTrue(store(folder, "Hone 2").obtain(new Cancellation()).measured());
    }

    @Test
    void aDamagedProfileIsKeptAsideAndMeasuredAnew(@TempDir Path folder) throws IOException {
        store(folder, "Hone 1").obtain(new Cancellation());
        Path file = folder.resolve("machine-profile.json");
        String whole = Files.readString(file);
        for (String damaged : new String[] {
            "",
            "{",
            "null",
            "{}",
            "[1]",
            whole.substring(0, whole.length() / 2),
            whole.replaceFirst("\"forkNanos\" : [0-9.E]+", "\"forkNanos\" : 123.0"),
            whole.replaceFirst("\"cpu\" : \"[^\"]*\"", "\"cpu\" : null"),
            whole.replaceFirst("\"parallelEfficiency\" : [0-9.]+", "\"parallelEfficiency\" : 7.0")
        }) {
            Files.writeString(file, damaged);
            assertTrue(store(folder, "Hone 1").kept().isEmpty(), damaged);
            assertEquals(damaged, Files.readString(file), "asking what is kept moves nothing");
            MachineProfileStore.Obtained obtained = store(folder, "Hone 1").obtain(new Cancellation());
            assertTrue(obtained.measured(), damaged);
            assertEquals(1, obtained.notes().size(), damaged);
            assertEquals(damaged, Files.readString(folder.resolve("machine-profile.json.damaged")));
        }
    }

    @Test
    void aFolderThatCannotBeWrittenCostsANoteOnly(@TempDir Path folder) throws IOException {
        Path blocked = Files.writeString(folder.resolve("file"), "not a folder");
        MachineProfileStore.Obtained obtained =
                store(blocked.resolve("below"), "Hone 1").obtain(new Cancellation());
        assertTrue(obtained.measured());
        assertEquals(1, obtained.notes().size());
    }

    @Test
    void theHashFollowsTheNumbers() {
        KernelCosts typical = KernelCosts.typical();
        KernelCosts other = new KernelCosts("x", typical.nanosPerWork(), 1, 1, 1);
        assertEquals(CostsHash.of(typical), CostsHash.of(KernelCosts.typical()));
        assertNotEquals(CostsHash.of(typical), CostsHash.of(other));
    }

    @Test
    void whatTheCompilerDidNotComeToIsMeasuredAtALaterStart(@TempDir Path folder) {
        Set<String> slow = Set.of("MatrixProduct/simd", "Int8Linear/simd");
        List<Set<String>> asked = new ArrayList<>();
        List<MachineProfiler.Measured> results = new ArrayList<>(List.of(
                new MachineProfiler.Measured(MEASURED, slow, Set.of()),
                new MachineProfiler.Measured(MEASURED, Set.of(), Set.of("Int8Linear/simd")),
                new MachineProfiler.Measured(MEASURED, Set.of(), Set.of("Int8Linear/simd")),
                new MachineProfiler.Measured(MEASURED, Set.of(), Set.of("Int8Linear/simd"))));
        MachineProfileStore store = new MachineProfileStore(folder, "Hone 1", FACTS, (earlier, _) -> {
            asked.add(earlier.map(MachineProfile::due).orElse(Set.of()));
            return results.removeFirst();
        });
        MachineProfileStore.Obtained first = store.obtain(new Cancellation());
        assertEquals(
                List.of("Int8Linear/simd, MatrixProduct/simd were not compiled in the time there was on a busy"
                        + " machine, and are taken to be as fast as on a typical one;"
                        + " a later start measures them again"),
                first.notes());
        assertTrue(store.kept().isPresent(), "what was measured is kept");
        assertTrue(store.obtain(new Cancellation()).notes().getFirst().contains("far below their usual speed"));
        assertTrue(store.obtain(new Cancellation()).measured());
        assertTrue(store.obtain(new Cancellation()).measured());
        assertFalse(store.obtain(new Cancellation()).measured(), "what never gets fast is not tried for ever");
        assertEquals(List.of(Set.of(), slow, Set.of("Int8Linear/simd"), Set.of("Int8Linear/simd")), asked);
    }

    @Test
    void aKernelIsSlowBeyondWhatMachinesDifferBy() {
        assertTrue(CostBench.isUncompiled("MatrixProduct/simd", new double[] {7, 0.02, 0.02, 0.02}));
        assertFalse(CostBench.isUncompiled("MatrixProduct/simd", new double[] {0.05, 0.02, 0.02, 0.02}));
        // Seen: fewer rows compiled, more rows not, and below what is impossible at few.
        assertTrue(CostBench.isUncompiled("Int8Linear/simd", new double[] {0.019, 0.026, 1.182, 1.182}));
        assertFalse(CostBench.isUncompiled("MatrixProduct/csr", new double[] {0.6, 1.03, 0.4, 0.26}));
    }

    /** The rest keeps its costs, to the bit. */
    @Test
    void onlyWhatIsMissingIsMeasuredAgain() {
        KernelCosts before = KernelCosts.typical();
        MachineProfiler.Measured after =
                new MachineProfiler(BUDGET, POOL).complete(QUICK, before, Set.of("Relu/simd"), new Cancellation());
        after.costs().nanosPerWork().forEach((key, nanos) -> {
            double[] was = before.nanosPerWork().get(key);
            assertEquals(!key.equals("Relu/simd"), Arrays.equals(was, nanos), key);
        });
    }

    @Test
    void theProfileOfAnEarlierVersionIsNoDamage(@TempDir Path folder) throws IOException {
        store(folder, "Hone 1").obtain(new Cancellation());
        Path file = folder.resolve("machine-profile.json");
        String earlier = Files.readString(file)
                .replaceFirst("\"version\" : \\d+", "\"version\" : 2")
                .replaceFirst(",\\s*\"missing\" : \\[[^]]*\\],\\s*\"attempts\" : 2", "");
        assertFalse(earlier.contains("attempts"), earlier);
        Files.writeString(file, earlier);
        MachineProfileStore.Obtained obtained = store(folder, "Hone 1").obtain(new Cancellation());
        assertTrue(obtained.measured());
        assertEquals(List.of(), obtained.notes());
    }

    private static MachineProfileStore store(Path folder, String product) {
        return new MachineProfileStore(
                folder, product, FACTS, (_, _) -> new MachineProfiler.Measured(MEASURED, Set.of(), Set.of()));
    }
}
