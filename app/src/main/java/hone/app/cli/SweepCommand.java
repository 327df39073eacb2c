package hone.app.cli;

import hone.profiler.explore.Sweep;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How far to turn a knob. */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Measure a recipe at every combination of values of some knobs and batches.",
            "Each is a trial of its own against the plain baseline, in random order.",
            "Ctrl-C, or the end of the time, keeps what was measured."
        })
final class SweepCommand implements Callable<Integer> {
    @Option(
            names = "--vary",
            paramLabel = "KNOB=V,V",
            required = true,
            description =
                    "batch=1,8,64 or prune=0.5,0.9 or int8:activations=float32,int8; several times for combinations")
    private List<String> axes = List.of();

    @Mixin
    private final Explorer explorer = new Explorer();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        List<Sweep.Axis> varied = axes.stream().map(Sweep.Axis::parse).toList();
        return explorer.explore(
                spec.commandLine().getOut(),
                spec.commandLine().getErr(),
                batch -> Sweep.points(explorer.recipe(), batch, varied),
                (_, _, values) -> values.put("vary", axes));
    }
}
