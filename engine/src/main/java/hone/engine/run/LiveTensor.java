package hone.engine.run;

import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import java.util.Optional;

/**
 * A value that an op of a plan makes, and how long its memory is needed.
 *
 * @param name of the op, with "#1" and so on for outputs behind the first
 * @param dtype of its elements
 * @param shape at the largest batch
 * @param bytes of its memory, a multiple of {@link hone.engine.memory.MemoryRegion#ALIGNMENT}
 * @param from the step that makes it, from 0
 * @param to the last step that needs it; the plan's last for one that is needed after the run
 * @param offset of its memory in the block of activations, in bytes
 * @param kept whether it is needed after the run: an output of the graph, or one that is tapped
 * @param inPlaceOf the value that it is written over, step by step as that is read; empty where it has memory of its own
 * @param before the value that lay last in its memory, or in a part of it, and was no longer needed; empty where none did
 */
public record LiveTensor(
        String name,
        DType dtype,
        Shape shape,
        long bytes,
        int from,
        int to,
        long offset,
        boolean kept,
        Optional<String> inPlaceOf,
        Optional<String> before) {
    /** Whether its memory is needed while a step runs. */
    public boolean aliveAt(int step) {
        return from <= step && step <= to;
    }

    /** Where its memory ends in the block. */
    public long end() {
        return offset + bytes;
    }

    boolean overlaps(LiveTensor other) {
        return offset < other.end() && other.offset < end();
    }

    LiveTensor behind(Optional<LiveTensor> over, Optional<LiveTensor> earlier) {
        return new LiveTensor(
                name,
                dtype,
                shape,
                bytes,
                from,
                to,
                offset,
                kept,
                over.map(LiveTensor::name),
                earlier.map(LiveTensor::name));
    }
}
