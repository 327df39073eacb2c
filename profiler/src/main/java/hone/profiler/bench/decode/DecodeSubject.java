package hone.profiler.bench.decode;

import hone.engine.InvalidInput;
import hone.engine.model.GptDimensions;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A size of transformer to be timed.
 *
 * @param name as the command line takes it and reports show it
 * @param groupSize neighbouring inputs that share a scale in INT8 and INT4, on both sides
 */
public record DecodeSubject(String name, GptDimensions dimensions, int groupSize) {
    /** About ten million parameters, of which three are the table of 12,288 tokens; and the size of GPT-2 and stories110M. */
    public static final List<DecodeSubject> ALL = List.of(
            new DecodeSubject("10M", new GptDimensions(8, 8, 8, 256, 768, 12_288, 1_024), 64),
            new DecodeSubject("110M", new GptDimensions(12, 12, 12, 768, 2_048, 32_000, 1_024), 64));

    /** @throws InvalidInput if there is none of that name; the sentence lists those there are */
    public static DecodeSubject find(String name) {
        return ALL.stream()
                .filter(subject -> subject.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(
                        "there is no such size of transformer to time",
                        "--parameters " + name,
                        "the sizes are " + ALL.stream().map(DecodeSubject::name).collect(Collectors.joining(", "))));
    }
}
