package hone.profiler.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.profiler.report.OpRow;
import hone.profiler.report.RunReport;
import hone.profiler.service.SmallWorld;
import hone.profiler.service.TrialRequest;
import hone.profiler.service.TrialService;
import hone.profiler.trial.LiveBlocks;
import hone.profiler.trial.TrialListener;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.item.Attribute;
import org.openjdk.jmc.common.item.IAttribute;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.common.item.IMemberAccessor;
import org.openjdk.jmc.common.item.ItemFilters;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;

class FlightPassTest {
    private static final IAttribute<String> NAME = Attribute.attr("name", "Name", UnitLookup.PLAIN_TEXT);
    private static final IAttribute<String> SIDE = Attribute.attr("side", "Side", UnitLookup.PLAIN_TEXT);
    private static final IAttribute<String> LAYER = Attribute.attr("layer", "Layer", UnitLookup.PLAIN_TEXT);
    private static final IAttribute<String> KERNEL = Attribute.attr("kernel", "Kernel", UnitLookup.PLAIN_TEXT);
    private static final IAttribute<String> SHAPE = Attribute.attr("shape", "Shape", UnitLookup.PLAIN_TEXT);
    private static final IAttribute<Number> FLOPS = Attribute.attr("flops", "FLOPs", UnitLookup.RAW_NUMBER);
    private static final IAttribute<IQuantity> BYTES = Attribute.attr("bytes", "Bytes", UnitLookup.MEMORY);

    @Test
    void missionControlReadsTheOpsWithTheirValues(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("run.jfr");
        try (SmallWorld world = new SmallWorld()) {
            RunReport report = run(world, world.request("simd", 16).withJfr(file));
            IItemCollection events = JfrLoaderToolkit.loadEvents(file.toFile());
            Set<String> all = Set.of("fc1", "fc2", "fc3", "relu1", "relu2");
            assertEquals(all, ofCandidate(events, OpEvent.NAME, (iterable, item) -> {
                OpRow row = row(report, iterable, item);
                assertEquals(row.kernel(), value(KERNEL, iterable, item));
                assertEquals(row.layer(), value(LAYER, iterable, item));
            }));
            assertEquals(all, ofCandidate(events, OpFactsEvent.NAME, (iterable, item) -> {
                OpRow row = row(report, iterable, item);
                assertEquals(row.shape(), value(SHAPE, iterable, item));
                assertEquals(row.flops(), value(FLOPS, iterable, item).longValue());
                assertEquals(row.bytes(), value(BYTES, iterable, item).longValue());
            }));
            assertTrue(events.apply(ItemFilters.type("jdk.JVMInformation")).hasItems());
        }
    }

    @Test
    void aPlaceThatCannotBeWrittenIsRefused(@TempDir Path folder) {
        try (SmallWorld world = new SmallWorld()) {
            Path nowhere = folder.resolve("missing/run.jfr");
            InvalidInput error = assertThrows(
                    InvalidInput.class, () -> run(world, world.request("", 4).withJfr(nowhere)));
            assertTrue(error.getMessage().contains("run.jfr"), error.getMessage());
            assertFalse(nowhere.toFile().exists());
        }
    }

    /** Checks each event of a type that is the candidate's; the names they have. */
    private static Set<String> ofCandidate(
            IItemCollection events, String type, BiConsumer<IItemIterable, IItem> check) {
        Set<String> seen = new HashSet<>();
        for (IItemIterable iterable : events.apply(ItemFilters.type(type))) {
            for (IItem item : iterable) {
                if (value(SIDE, iterable, item).equals("candidate")) {
                    check.accept(iterable, item);
                    seen.add(value(NAME, iterable, item));
                }
            }
        }
        return seen;
    }

    private static OpRow row(RunReport report, IItemIterable iterable, IItem item) {
        String name = value(NAME, iterable, item);
        return report.ops().stream()
                .filter(op -> op.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static <T> T value(IAttribute<T> attribute, IItemIterable iterable, IItem item) {
        IMemberAccessor<T, IItem> accessor = attribute.getAccessor(iterable.getType());
        assertNotNull(accessor, attribute::toString);
        return accessor.getMember(item);
    }

    private static RunReport run(SmallWorld world, TrialRequest request) {
        return new TrialService(world.environment())
                .run(request, TrialListener.NONE, new LiveBlocks(60), new Cancellation());
    }
}
