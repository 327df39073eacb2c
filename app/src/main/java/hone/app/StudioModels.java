package hone.app;

import hone.app.model.ModelLibrary;
import hone.app.model.Models;
import hone.engine.Cancellation;
import hone.engine.HoneException;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.format.Checkpoints;
import hone.engine.model.Zoo;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The models that the window offers: those that ship trained, then those of the library as it was when it was last looked
 * through. Each is loaded with its data when it is first asked for; the last few that were asked for stay loaded, until
 * their files are others.
 */
final class StudioModels {
    private static final System.Logger LOG = System.getLogger(StudioModels.class.getName());

    private final Models models;
    private final Executor background;
    private final List<OfferedModel> shipped;
    private Map<ModelLibrary.Version, Optional<OfferedModel>> kept = Map.of();
    private volatile List<OfferedModel> all;
    /** By id, those that are gone from the library too: a setting that can be undone may still name one. */
    private final Map<String, OfferedModel> known = new ConcurrentHashMap<>();

    /** How many stay loaded: enough to go to and fro between some. */
    private static final int LOADED = 4;

    /** The one that was asked for last comes last. */
    private final SequencedMap<String, Loading> loadings = new LinkedHashMap<>();

    /** A model with its data, on its way or there. */
    private record Loading(OfferedModel offered, CompletableFuture<Experiment> experiment) {
        /** A file that was written anew is offered anew, be it ever so alike: its weights may differ. */
        @SuppressWarnings("ReferenceEquality")
        boolean serves(OfferedModel wanted) {
            return wanted == offered && !experiment.isCompletedExceptionally();
        }
    }

    /** @param background where loading happens */
    StudioModels(Models models, Executor background) {
        this.models = models;
        this.background = background;
        shipped = Zoo.ALL.stream()
                .filter(Checkpoints::ships)
                .map(OfferedModel::shipped)
                .toList();
        all = refresh();
    }

    /**
     * Looks the library through again; only files that are new or others than before are read.
     *
     * @return those that ship in the zoo's order, then those of the library in alphabetical order
     * @throws InvalidInput if the library's folder cannot be read
     */
    synchronized List<OfferedModel> refresh() {
        Map<ModelLibrary.Version, Optional<OfferedModel>> found = new HashMap<>();
        Stream.Builder<OfferedModel> offered = Stream.builder();
        for (ModelLibrary.Version version : models.library().versions()) {
            Optional<OfferedModel> same = kept.get(version);
            Optional<OfferedModel> now =
                    same != null ? same : kept(models.library().entry(version.name()), version);
            found.put(version, now);
            now.ifPresent(offered);
        }
        kept = found;
        List<OfferedModel> now =
                Stream.concat(shipped.stream(), offered.build()).toList();
        now.forEach(each -> known.put(each.id(), each));
        all = now;
        return now;
    }

    private static Optional<OfferedModel> kept(ModelLibrary.Entry entry, ModelLibrary.Version version) {
        if (entry.header().isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "a model of the library is left out: " + entry.damage());
            return Optional.empty();
        }
        try {
            return Optional.of(OfferedModel.kept(entry, entry.header().get(), version));
        } catch (HoneException e) {
            LOG.log(System.Logger.Level.WARNING, "a model of the library is left out: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Those that ship in the zoo's order, then those of the library in alphabetical order. */
    List<OfferedModel> all() {
        return all;
    }

    /** Whether one of that id is, or was, offered. */
    boolean knows(String id) {
        return known.containsKey(id);
    }

    /**
     * One that is, or was, offered.
     *
     * @throws InvalidInput if there never was one of that id; the sentence lists those there are
     */
    OfferedModel find(String id) {
        OfferedModel found = known.get(id);
        if (found == null) {
            throw new InvalidInput(
                    "the studio has no such model",
                    id,
                    "it has " + all.stream().map(OfferedModel::id).collect(Collectors.joining(", ")));
        }
        return found;
    }

    /** The model with its data, on its way or there; returns at once. One that failed is tried again. */
    CompletableFuture<Experiment> experiment(String id) {
        OfferedModel offered = find(id);
        CompletableFuture<Experiment> wanted = new CompletableFuture<>();
        synchronized (loadings) {
            Loading before = loadings.remove(id);
            if (before != null && before.serves(offered)) {
                loadings.putLast(id, before);
                return before.experiment();
            }
            loadings.putLast(id, new Loading(offered, wanted));
            if (loadings.size() > LOADED) {
                loadings.pollFirstEntry();
            }
        }
        background.execute(() -> {
            try {
                wanted.complete(load(offered));
            } catch (RuntimeException | Error e) {
                wanted.completeExceptionally(e);
            }
        });
        return wanted;
    }

    /** How many models are loaded, or on their way. */
    int loaded() {
        synchronized (loadings) {
            return loadings.size();
        }
    }

    private Experiment load(OfferedModel offered) {
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
