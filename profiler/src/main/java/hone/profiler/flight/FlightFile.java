package hone.profiler.flight;

import hone.engine.InvalidInput;
import hone.engine.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.common.item.ItemFilters;
import org.openjdk.jmc.flightrecorder.CouldNotLoadRecordingException;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;

/**
 * The events of a recording, read whole.
 *
 * @param items of all types
 */
public record FlightFile(IItemCollection items) {
    /** @throws InvalidInput if it cannot be read, or is no recording, or a damaged one */
    public static FlightFile read(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new InvalidInput("cannot read the recording", path.toString(), "there is no such file");
        }
        try {
            return new FlightFile(JfrLoaderToolkit.loadEvents(path.toFile()));
        } catch (IOException e) {
            throw new InvalidInput("cannot read the recording", path.toString(), IoReason.of(e));
        } catch (CouldNotLoadRecordingException | RuntimeException e) {
            // The parser meets damage with whatever exception the damage leads it into.
            throw new InvalidInput(
                    "this is no flight recording, or a damaged one",
                    path.toString(),
                    "",
                    "record again with hone profile MODEL --jfr FILE");
        }
    }

    /** The events of one type, by their start. */
    public List<FlightEvent> events(String type) {
        List<FlightEvent> events = new ArrayList<>();
        for (IItemIterable iterable : of(type)) {
            for (IItem item : iterable) {
                events.add(new FlightEvent(iterable.getType(), item));
            }
        }
        events.sort(Comparator.comparingLong(FlightEvent::startNanos));
        return events;
    }

    /** The events of one type as the library has them. */
    public IItemCollection of(String type) {
        return items.apply(ItemFilters.type(type));
    }
}
