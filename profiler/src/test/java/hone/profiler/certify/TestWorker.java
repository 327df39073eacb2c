package hone.profiler.certify;

import hone.engine.Cancellation;
import hone.engine.memory.MemoryBudget;
import hone.engine.run.KernelPool;
import hone.profiler.JavaProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A worker without the rest of the program. */
final class TestWorker {
    private TestWorker() {}

    static List<String> command() {
        List<String> command = new ArrayList<>(JavaProcess.command());
        command.add(TestWorker.class.getName());
        return command;
    }

    public static void main(String[] arguments) {
        try (KernelPool pool = new KernelPool(2)) {
            new ForkTimer(pool, new MemoryBudget(64L << 20))
                    .run(Path.of(arguments[0]), Path.of(arguments[1]), new Cancellation());
        }
    }
}
