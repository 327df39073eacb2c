package hone.profiler.bench.decode;

import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A folder of one transformer's files for llama2.c, which is gone once it is closed. */
final class PeerFiles implements AutoCloseable {
    private static final String FLOAT32 = "model.bin";
    private static final String INT8 = "model-int8.bin";

    private final Path folder;
    private final DecodeSubject subject;

    /**
     * Makes the folder and its tokenizer.
     *
     * @param parent where it is made
     * @throws InvalidInput if nothing can be written there
     */
    PeerFiles(Path parent, DecodeSubject subject) {
        this.subject = subject;
        try {
            folder = Files.createTempDirectory(parent, "llama2c-");
            Llama2cFiles.tokenizer(
                    folder.resolve("tokenizer.bin"), subject.dimensions().vocabulary());
        } catch (IOException e) {
            throw unwritable(parent, e);
        }
    }

    Path folder() {
        return folder;
    }

    /** The name of the checkpoint for this type of weights. */
    static String checkpoint(DecodeType type) {
        return type == DecodeType.FLOAT32 ? FLOAT32 : INT8;
    }

    /** Writes the checkpoint for this type of weights, if it is not there yet; INT4 has none. */
    void write(DecodeType type, Model stored) {
        Path file = folder.resolve(checkpoint(type));
        try {
            if (Files.notExists(file)) {
                if (type == DecodeType.FLOAT32) {
                    Llama2cFiles.float32(file, subject.dimensions(), stored);
                } else {
                    Llama2cFiles.int8(file, subject.dimensions(), stored, subject.groupSize());
                }
            }
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private static InvalidInput unwritable(Path folder, IOException e) {
        return new InvalidInput("cannot write the transformer for llama2.c", folder.toString(), IoReason.of(e));
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new InvalidInput(
                    "cannot delete the transformer written for llama2.c", folder.toString(), IoReason.of(e));
        }
    }
}
