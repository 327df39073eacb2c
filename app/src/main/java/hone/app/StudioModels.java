package hone.app;

import hone.app.model.ModelLibrary;
import hone.app.model.Models;
import hone.engine.Cancellation;
import hone.engine.HoneException;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.format.ArtefactHeader;
import hone.engine.format.Checkpoints;
import hone.engine.graph.Graph;
import hone.engine.model.Architecture;
import hone.engine.model.Zoo;
import hone.engine.rewrite.SampleRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * The models that the window offers: those that ship trained, then those of the library. Each is loaded with its data when it
 * is first asked for, and kept.
 */
final class StudioModels {
    private static final System.Logger LOG = System.getLogger(StudioModels.class.getName());

    private final Models models;
    private final Executor background;
    private final List<Offered> all;
    private final Map<String, CompletableFuture<Experiment>> experiments = new ConcurrentHashMap<>();

    /**
     * One that is offered.
     *
     * @param id as the command line takes it
     * @param title for people
     * @param meaning the same, found already
     * @param architecture over rows of samples
     * @param graph over rows of samples
     * @param facts of its file
     * @param refusal why no trial can run on it; empty where one can
     */
    record Offered(
            String id,
            String title,
            Models.Meaning meaning,
            Architecture architecture,
            Graph graph,
            Map<String, String> facts,
            Optional<String> refusal) {
        /** Whether it is the library's. */
        boolean kept() {
            return meaning instanceof Models.Meaning.Kept;
        }
    }

    /** @param background where loading happens */
    StudioModels(Models models, Executor background) {
        this.models = models;
        this.background = background;
        List<Offered> found = new ArrayList<>();
        Zoo.ALL.stream().filter(Checkpoints::ships).map(StudioModels::shipped).forEach(found::add);
        models.library().list().forEach(entry -> kept(entry).ifPresent(found::add));
        all = List.copyOf(found);
    }

    private static Offered shipped(Architecture architecture) {
        return new Offered(
                architecture.id(),
                architecture.title(),
                new Models.Meaning.Named(architecture),
                architecture,
                architecture.graph().get(),
                Map.of(),
                Optional.empty());
    }

    private static Optional<Offered> kept(ModelLibrary.Entry entry) {
        if (entry.header().isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "a model of the library is left out: " + entry.damage());
            return Optional.empty();
        }
        ArtefactHeader header = entry.header().get();
        try {
            Graph graph = SampleRows.of(header.graph());
            Architecture architecture = Architecture.of(graph, entry.name());
            Map<String, String> facts = header.provenance().facts();
            Optional<String> refusal = Judgeable.refusal(graph, architecture, header.hasTokenizer())
                    .or(() -> Judgeable.dataRefusal(graph, architecture, facts));
            Models.Meaning meaning = new Models.Meaning.Kept(entry.name(), entry.file());
            return Optional.of(new Offered(entry.name(), entry.name(), meaning, architecture, graph, facts, refusal));
        } catch (HoneException e) {
            LOG.log(System.Logger.Level.WARNING, "a model of the library is left out: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Those that ship in the zoo's order, then those of the library in alphabetical order. */
    List<Offered> all() {
        return all;
    }

    /** @throws InvalidInput if there is none of that id; the sentence lists those there are */
    Offered find(String id) {
        return all.stream()
                .filter(offered -> offered.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(
                        "the studio has no such model",
                        id,
                        "it has " + all.stream().map(Offered::id).collect(Collectors.joining(", "))));
    }

    /** The model with its data, on its way or there; returns at once. One that failed is tried again. */
    CompletableFuture<Experiment> experiment(String id) {
        Offered offered = find(id);
        return experiments.compute(
                id,
                (_, known) -> known != null && !known.isCompletedExceptionally()
                        ? known
                        : CompletableFuture.supplyAsync(() -> load(offered), background));
    }

    private Experiment load(Offered offered) {
        offered.refusal().ifPresent(reason -> {
            throw new InvalidInput("the window cannot measure this model", offered.id(), reason);
        });
        return Experiment.load(
                models.open(offered.meaning(), Optional.empty(), Optional.empty(), Progress.NONE, new Cancellation()),
                Judgeable.usualData(offered.architecture(), offered.facts()),
                Progress.NONE,
                new Cancellation());
    }
}
