package hone.profiler.certify;

import hone.engine.InvalidInput;
import hone.engine.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Jobs and results as files: how a process and the one that began it talk. */
final class ForkFiles {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final long MOST_BYTES = 8L << 20;

    private ForkFiles() {}

    /** @throws InvalidInput if the file cannot be written */
    static void write(Path file, Object value) {
        try {
            Files.write(file, MAPPER.writeValueAsBytes(value));
        } catch (IOException e) {
            throw new InvalidInput("cannot write for a process of its own", file.toString(), IoReason.of(e));
        }
    }

    /** @throws InvalidInput if the file cannot be read, or holds no such thing */
    static <T> T read(Path file, Class<T> type) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new InvalidInput(
                        "this is no job of a process of its own",
                        file.toString(),
                        "it has " + Files.size(file) + " bytes");
            }
            T value = MAPPER.readValue(Files.readAllBytes(file), type);
            if (value == null) {
                throw new InvalidInput("this is no job of a process of its own", file.toString(), "it is null");
            }
            return value;
        } catch (IOException e) {
            throw new InvalidInput("cannot read the job of a process of its own", file.toString(), IoReason.of(e));
        } catch (JacksonException e) {
            throw new InvalidInput("this is no job of a process of its own", file.toString(), e.getOriginalMessage());
        }
    }
}
