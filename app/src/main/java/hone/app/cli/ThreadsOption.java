package hone.app.cli;

import hone.engine.InvalidInput;
import hone.engine.run.KernelPool;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many threads may share an op of a benchmark. */
final class ThreadsOption {
    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "that may share an op, on both sides (default: 1; for kernels every processor, beside 1)")
    private @Nullable Integer threads;

    /**
     * The number.
     *
     * @throws InvalidInput if the pool has not so many
     */
    int within(KernelPool pool, int otherwise) {
        int wanted = threads == null ? otherwise : threads;
        if (wanted < 1 || wanted > pool.size()) {
            throw new InvalidInput(
                    "the number of threads must be between 1 and " + pool.size(), "--threads", "it is " + wanted);
        }
        return wanted;
    }
}
