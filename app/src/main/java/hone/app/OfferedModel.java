package hone.app;

import hone.app.model.ModelLibrary;
import hone.app.model.Models;
import hone.app.window.port.Workload;
import hone.engine.data.DataSpec;
import hone.engine.data.DigitGenerator;
import hone.engine.format.ArtefactHeader;
import hone.engine.graph.Graph;
import hone.engine.model.Architecture;
import hone.engine.model.Task;
import hone.engine.rewrite.SampleRows;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A model that the window offers, known by its structure; its weights are not opened yet.
 *
 * @param meaning what its id means to every verb
 * @param architecture over rows of samples
 * @param graph over rows of samples
 * @param facts of its file
 * @param refusal why no trial can run on it; empty where one can
 * @param workload as the window shows it
 */
record OfferedModel(
        Models.Meaning meaning,
        Architecture architecture,
        Graph graph,
        Map<String, String> facts,
        Optional<String> refusal,
        Workload workload) {
    private static final List<Integer> BATCHES = List.of(1, 8, 32, 64, 256, 1024);
    private static final List<Integer> TEXT_BATCHES = List.of(1, 2, 4, 8, 16);

    /** One of the zoo that ships trained. */
    static OfferedModel shipped(Architecture architecture) {
        Graph graph = architecture.graph().get();
        return new OfferedModel(
                new Models.Meaning.Named(architecture),
                architecture,
                graph,
                Map.of(),
                Optional.empty(),
                workload(architecture, architecture.title(), "", graph, data(architecture, Map.of()), ""));
    }

    /** @throws hone.engine.InvalidInput if its graph is none of a model */
    static OfferedModel kept(ModelLibrary.Entry entry, ArtefactHeader header, ModelLibrary.Version version) {
        Graph graph = SampleRows.of(header.graph());
        Architecture architecture = Architecture.of(graph, entry.name());
        Map<String, String> facts = header.provenance().facts();
        Optional<String> refusal = Judgeable.refusal(graph, architecture, header.hasTokenizer())
                .or(() -> Judgeable.dataRefusal(graph, architecture, facts));
        return new OfferedModel(
                new Models.Meaning.Kept(entry.name(), entry.file()),
                architecture,
                graph,
                facts,
                refusal,
                workload(
                        architecture,
                        entry.name() + " · library",
                        "from the library · ",
                        graph,
                        refusal.map(Data::none).orElseGet(() -> data(architecture, facts)),
                        version.changed() + ", " + version.bytes() + " bytes"));
    }

    String id() {
        return architecture.id();
    }

    /** What the window says of the samples. */
    private record Data(String name, String detail) {
        static Data none(String reason) {
            return new Data("No data", reason);
        }
    }

    private static Workload workload(
            Architecture architecture, String title, String from, Graph graph, Data data, String version) {
        long flops = graph.costs(graph.sizes(1)).values().stream()
                .mapToLong(cost -> cost.flops())
                .sum();
        boolean text = architecture.task() == Task.LANGUAGE;
        int batch = text ? 1 : Judgeable.most(graph, StudioBackend.BATCH);
        return new Workload(
                architecture.id(),
                title,
                String.format(Locale.ROOT, "%s%,d parameters · %,d FLOPs per sample", from, graph.parameters(), flops),
                data.name(),
                data.detail(),
                text ? TEXT_BATCHES : batch == 1 ? List.of(1) : BATCHES,
                batch,
                version);
    }

    private static Data data(Architecture architecture, Map<String, String> facts) {
        DataSpec spec = Judgeable.usualData(architecture, facts);
        if (spec instanceof DataSpec.Generated) {
            return new Data(
                    "Generated digits", String.format(Locale.ROOT, "%,d held-out samples", DigitGenerator.TEST_COUNT));
        }
        return new Data(
                spec.entropy().isPresent() ? "Generated stories" : spec.text().replaceFirst(":.*[/\\\\]", ":"),
                architecture.task() == Task.LANGUAGE ? "held-out windows of text" : "held-out samples");
    }
}
