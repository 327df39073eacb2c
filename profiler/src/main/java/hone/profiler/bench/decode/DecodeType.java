package hone.profiler.bench.decode;

import hone.engine.InvalidInput;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Model;
import hone.engine.technique.quantization.WeightOnly;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How the weights of a timed transformer are stored; activations are float32 always. */
public enum DecodeType {
    FLOAT32("float32"),
    INT8("int8"),
    INT4("int4");

    private final String id;

    DecodeType(String id) {
        this.id = id;
    }

    /** As the command line takes it and reports show it. */
    public String id() {
        return id;
    }

    /** @throws InvalidInput if there is none of that id; the sentence lists those there are */
    public static DecodeType find(String id) {
        return Arrays.stream(values())
                .filter(type -> type.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(
                        "there is no such type of weights to time",
                        "--dtype " + id,
                        "the types are "
                                + Arrays.stream(values()).map(DecodeType::id).collect(Collectors.joining(", "))));
    }

    /** The float32 model with its weights stored this way. */
    Model stored(Model model, int groupSize, MemoryRegion region) {
        return switch (this) {
            case FLOAT32 -> model;
            case INT8 -> WeightOnly.of(model, WeightOnly.Format.INT8, groupSize, region);
            case INT4 -> WeightOnly.of(model, WeightOnly.Format.INT4, groupSize, region);
        };
    }
}
