package hone.profiler.beside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.InvalidInput;
import hone.engine.graph.GraphBuilder;
import hone.engine.model.Model;
import hone.engine.op.activation.Relu;
import hone.engine.technique.Recipe;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import hone.profiler.bench.BenchEffort;
import hone.profiler.peer.ModelPeer;
import hone.profiler.peer.OnnxRuntime;
import hone.profiler.report.ExampleReport;
import hone.profiler.report.Peer;
import hone.profiler.report.PeerText;
import hone.profiler.report.RunReport;
import hone.profiler.report.RunReportJson;
import hone.profiler.report.RunReportText;
import hone.profiler.service.SmallWorld;
import hone.profiler.service.TrialRequest;
import hone.profiler.service.TrialService;
import hone.profiler.trial.LiveBlocks;
import hone.profiler.trial.Trial;
import hone.profiler.trial.TrialListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Peers that are right, slow, wrong, absent and unwilling; and the real one where it is on the class path. */
class PeerComparisonTest {
    private static final BenchEffort SHORT = new BenchEffort(50_000_000L, 200_000_000L, 9, 1_000_000L, 64);
    private static final int BATCH = 16;

    private final SmallWorld world = new SmallWorld();
    private final TrialService trials = new TrialService(world.environment());
    private final TrialRequest request = world.request("simd,fuse", BATCH);

    @AfterEach
    void end() {
        world.close();
    }

    private RunReport beside(ModelPeer peer, TrialRequest asked) {
        RunReport live = trials.run(asked, TrialListener.NONE, new LiveBlocks(Trial.mostBlocks()), new Cancellation());
        return new PeerComparison(trials, peer, SHORT).compare(asked, live, TrialListener.NONE, new Cancellation());
    }

    private Peer.Measured measured(ModelPeer peer) {
        RunReport report = beside(peer, request);
        assertEquals(report, RunReportJson.parse(RunReportJson.text(report), "here"));
        return assertInstanceOf(Peer.Measured.class, report.peer());
    }

    @Test
    void aPeerThatIsRightButSlowAgreesAndTakesLonger() {
        ArtificialPeer peer = new ArtificialPeer(world, BATCH, 3_000_000L, value -> value);
        Peer.Measured found = measured(peer);
        assertEquals("artificial", found.name());
        assertEquals("simd,fuse", found.recipe());
        assertTrue(found.outputs().maxAbs() < 1e-4, found.toString());
        assertEquals(1, found.outputs().sameTop1());
        assertTrue(found.outputs().rows() >= 64, found.toString());
        assertTrue(found.latency().median() >= 3e6, "a run lasts as long as its delay: " + found);
        assertTrue(found.ratioToCandidate().low() > 1, found.toString());
        assertTrue(found.ratioToCandidate().low() <= found.ratioToCandidate().median(), found.toString());
        assertEquals(9, found.latency().n());
        assertEquals(1, found.settings().intraThreads());
        assertTrue(found.notes().stream().noneMatch(note -> note.contains("plain model")), found.toString());
        assertEquals(0, peer.sessions, "every session is closed");
    }

    @Test
    void aPeerWithWrongOutputsIsSeenToHaveThem() {
        Peer.Measured found = measured(new ArtificialPeer(world, BATCH, 0, value -> 1 - 2 * value));
        assertTrue(found.outputs().maxAbs() > 0.5, found.toString());
        assertTrue(found.outputs().sameTop1() < 0.5, found.toString());
        assertTrue(PeerText.sentence(found).contains("its outputs are not ours"), PeerText.sentence(found));
        Peer.Measured nothing = measured(new ArtificialPeer(world, BATCH, 0, value -> Float.NaN));
        assertEquals(Double.POSITIVE_INFINITY, nothing.outputs().maxAbs());
        assertEquals(Double.POSITIVE_INFINITY, nothing.outputs().maxRel());
    }

    @Test
    void whatStandsInItsWayIsAPartOfTheReport() {
        RunReport absent = beside(new ArtificialPeer(world, BATCH, 0, value -> value).unavailable("no jar"), request);
        assertEquals(new Peer.Absent("artificial", "no jar"), absent.peer());
        assertEquals(absent, RunReportJson.parse(RunReportJson.text(absent), "here"));
        assertTrue(RunReportText.of(absent).contains("artificial unavailable: no jar."), RunReportText.of(absent));
        RunReport refused = beside(new ArtificialPeer(world, BATCH, 0, value -> value).refusing(), request);
        assertTrue(assertInstanceOf(Peer.Absent.class, refused.peer())
                .unavailable()
                .contains("it was told to"));
    }

    @Test
    void aModelThatOnnxCannotExpressIsNamedWithItsReason() {
        TrialRequest unexportable = TrialRequest.of(
                        unexportable(), "noise", request.test(), request.calibration(), Recipe.parse("simd"), BATCH, 7)
                .withBudget(request.budget());
        ArtificialPeer peer = new ArtificialPeer(world, BATCH, 0, value -> value);
        Peer.Absent absent =
                assertInstanceOf(Peer.Absent.class, beside(peer, unexportable).peer());
        assertTrue(absent.unavailable().contains("cannot be written as ONNX"), absent.unavailable());
        ExportedModel plain = ExportedModel.of(unexportable(), Recipe.parse("simd"), world.testModel());
        assertEquals(Recipe.NONE, plain.recipe());
        assertEquals(world.testModel(), plain.model());
        assertTrue(
                plain.notes().getFirst().contains("ran the plain model"),
                plain.notes().toString());
        assertThrows(InvalidInput.class, () -> ExportedModel.of(unexportable(), Recipe.parse("simd"), unexportable()));
    }

    /** Its output has the name of its input, which ONNX knows once. */
    private static Model unexportable() {
        GraphBuilder builder = new GraphBuilder();
        var x = builder.input("x", TensorType.f32(Dim.symbol("batch", 64), Dim.of(144)));
        builder.output("x", builder.apply("relu", new Relu(), x));
        return new Model("same-names", builder.build(), Map.of());
    }

    @Test
    void sessionsAreSetForWhatTheModelRounds() {
        assertEquals(List.of(false, false), settings("simd"));
        assertEquals(List.of(true, false), settings("int8"));
        assertEquals(List.of(false, true), settings("int8:activations=int8"));
    }

    /** Whether weights are widened once, and whether 8-bit products are exact, as the report says of a session. */
    private List<Boolean> settings(String recipe) {
        RunReport report = beside(new ArtificialPeer(world, BATCH, 0, value -> value), world.request(recipe, BATCH));
        Peer.Settings settings =
                assertInstanceOf(Peer.Measured.class, report.peer()).settings();
        return List.of(settings.widenedWeights(), settings.exactProducts());
    }

    @Test
    void progressGoesUpAndAStopIsHeard() {
        RunReport live = ExampleReport.report();
        List<Double> fractions = new ArrayList<>();
        Cancellation stop = new Cancellation();
        ArtificialPeer peer = new ArtificialPeer(world, BATCH, 0, value -> value);
        TrialListener listener = new TrialListener() {
            @Override
            public void progress(double fraction, String what, long remainingNanos) {
                assertTrue(fractions.isEmpty() || fraction >= fractions.getLast(), fractions + " " + fraction);
                fractions.add(fraction);
                if (fraction > 0.5) {
                    stop.cancel();
                }
            }
        };
        PeerComparison comparison = new PeerComparison(trials, peer, SHORT);
        assertThrows(Cancelled.class, () -> comparison.compare(request, live, listener, stop));
        assertTrue(fractions.size() >= 3, fractions.toString());
        assertEquals(0, peer.sessions);
    }

    @Test
    @Tag("peers")
    void onnxRuntimeComputesWhatWeDoForEveryRecipe() {
        OnnxRuntime runtime = new OnnxRuntime();
        var reason = runtime.unavailableReason();
        assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
        for (String recipe : List.of("", "simd,fuse", "simd,fuse,threads", "int8", "int8:activations=int8")) {
            Peer.Measured found = assertInstanceOf(
                    Peer.Measured.class,
                    beside(runtime, world.request(recipe, BATCH)).peer(),
                    recipe);
            assertTrue(found.outputs().sameTop1() >= 0.97, recipe + " " + found);
            assertTrue(found.latency().median() > 0 && found.inSession().median() > 0, recipe + " " + found);
            assertEquals(recipe, found.recipe());
        }
    }
}
