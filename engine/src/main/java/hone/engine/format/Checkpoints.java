package hone.engine.format;

import hone.engine.InvalidInput;
import hone.engine.Unavailable;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Architecture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Trained weights: those that ship inside the program, and those a person saved. */
public final class Checkpoints {
    private final MemoryBudget budget;

    /** @param budget that the weights are charged to */
    public Checkpoints(MemoryBudget budget) {
        this.budget = budget;
    }

    /** Whether weights of this architecture ship. */
    public static boolean ships(Architecture architecture) {
        return Checkpoints.class.getResource(resource(architecture)) != null;
    }

    private static String resource(Architecture architecture) {
        return architecture.id() + ".safetensors";
    }

    /**
     * The weights that ship for an architecture; their provenance says which command and seed made them.
     *
     * @throws Unavailable if none ship
     */
    public Artefact shipped(Architecture architecture) {
        String name = resource(architecture);
        try (InputStream in = Checkpoints.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new Unavailable(
                        "a trained " + architecture.id(),
                        "none ships with this build",
                        "train one and pass --checkpoint");
            }
            byte[] bytes = in.readAllBytes();
            return Artefact.load("shipped " + name, new ByteArrayInputStream(bytes), bytes.length, region());
        } catch (IOException e) {
            throw new UncheckedIOException("a resource of the program cannot be read: " + name, e);
        }
    }

    /**
     * The weights in a file.
     *
     * @throws InvalidInput if the file is not a model, or not one of this architecture
     */
    public Artefact load(Path path, Architecture architecture) {
        Artefact artefact = Artefact.load(path, region());
        if (!artefact.setup().model().id().equals(architecture.id())) {
            throw new InvalidInput(
                    "this checkpoint is of another model",
                    path.toString(),
                    "it holds " + artefact.setup().model().id() + ", not " + architecture.id());
        }
        checkContract(artefact, architecture, path);
        return artefact;
    }

    private static void checkContract(Artefact artefact, Architecture architecture, Path path) {
        var graph = artefact.setup().model().graph();
        var expected = architecture.graph().get();
        if (graph.find(architecture.input()).isEmpty()
                || !graph.outputs().containsKey(architecture.output())
                || !graph.type(graph.find(architecture.input()).orElseThrow())
                        .equals(expected.type(
                                expected.find(architecture.input()).orElseThrow()))
                || !graph.type(graph.output(architecture.output()))
                        .equals(expected.type(expected.output(architecture.output())))) {
            throw new InvalidInput(
                    "this checkpoint does not take and give what the model must",
                    path.toString(),
                    "input " + architecture.input() + " and output " + architecture.output() + " of "
                            + architecture.title() + " are due");
        }
    }

    private MemoryRegion region() {
        return budget.openCollected(Category.WEIGHTS, "the weights of a checkpoint");
    }
}
