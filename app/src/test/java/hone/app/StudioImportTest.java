package hone.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import hone.app.model.ModelLibrary;
import hone.app.model.OpenedModel;
import hone.app.window.port.ImportListener;
import hone.app.window.port.RunningImport;
import hone.app.window.port.Workload;
import hone.engine.Cancellation;
import hone.engine.Progress;
import hone.engine.format.Artefact;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryRegion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The window's imports with the real library behind them. */
class StudioImportTest {
    private static final String OURS = "studio-import-test";

    @TempDir
    Path folder;

    private final Services services = Services.open();
    private final ModelLibrary library = services.models().library();
    private final StudioBackend backend = new StudioBackend(services, Runnable::run);

    @AfterEach
    void tidyUp() {
        library.names().stream()
                .filter(name -> name.startsWith(OURS) || name.startsWith("my-mlp"))
                .forEach(library::remove);
        services.close();
    }

    private Path model(String name) {
        Path file = folder.resolve(name);
        Artefact artefact = opened("mlp").artefact();
        try (MemoryRegion scratch = services.budget().open(Category.SCRATCH, "test")) {
            artefact.save(file, scratch);
        }
        return file;
    }

    /** How an import ended: "id: sentence", "failed: sentence" or "cancelled". */
    private static final class Ending implements ImportListener {
        private final CompletableFuture<String> told = new CompletableFuture<>();

        @Override
        public void finished(String id, String sentence) {
            told.complete(id + ": " + sentence);
        }

        @Override
        public void failed(String sentence) {
            told.complete("failed: " + sentence);
        }

        @Override
        public void cancelled() {
            told.complete("cancelled");
        }

        String text() throws Exception {
            return told.get(30, TimeUnit.SECONDS);
        }
    }

    private String imported(Path path) throws Exception {
        Ending ending = new Ending();
        backend.importModel(path, ending);
        return ending.text();
    }

    private List<String> ids() {
        return backend.workloads().stream().map(Workload::id).toList();
    }

    @Test
    void aFileBecomesAWorkloadUnderAFreeName() throws Exception {
        Path file = model("Studio Import Test.safetensors");
        assertEquals(OURS + ": imported " + OURS + ": 109,386 parameters, 218,368 FLOPs per sample", imported(file));
        assertTrue(ids().contains(OURS), ids().toString());
        assertTrue(imported(file).startsWith(OURS + "-2: "));
        assertTrue(imported(model("mlp.safetensors")).startsWith("my-mlp: "), "the program's own name is taken");
        assertEquals(
                "Studio Import Test.safetensors",
                library.entry(OURS).header().orElseThrow().provenance().facts().get("imported"));
    }

    @Test
    void whatIsNoModelFailsInOneSentenceAndKeepsNothing() throws Exception {
        Path bad = Files.writeString(folder.resolve(OURS + ".onnx"), "no model at all");
        String said = imported(bad);
        assertTrue(said.startsWith("failed: "), said);
        assertTrue(said.contains(OURS + ".onnx"), said);
        assertEquals(1, said.lines().count());
        assertFalse(library.find(OURS).isPresent());
    }

    @Test
    void oneThatIsStoppedKeepsNothing() throws Exception {
        Path file = model(OURS + ".safetensors");
        CountDownLatch hold = new CountDownLatch(1);
        var _ = services.jobs().exclusive("a trial", _ -> awaited(hold));
        Ending ending = new Ending();
        backend.importModel(file, ending).cancel();
        assertEquals("cancelled", ending.text(), "while another job is still before it");
        hold.countDown();
        assertFalse(library.find(OURS).isPresent());
    }

    /** Stopped from within: its first report of progress comes while it reads the file. */
    @Test
    void oneThatIsStoppedWhileItReadsKeepsNothing() throws Exception {
        Path file = model(OURS + ".safetensors");
        for (int i = 0; i < 20; i++) {
            Ending ending = new Ending();
            RunningImport running = backend.importModel(file, ending);
            while (running.progress().step().startsWith("waiting") && !ending.told.isDone()) {
                Thread.onSpinWait();
            }
            running.cancel();
            if (ending.text().equals("cancelled")) {
                assertFalse(library.find(OURS).isPresent());
                return;
            }
            library.names().stream().filter(name -> name.startsWith(OURS)).forEach(library::remove);
        }
        fail("20 imports of " + Files.size(file) + " bytes were over before they could be stopped");
    }

    private static boolean awaited(CountDownLatch hold) {
        try {
            return hold.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The same name may mean other weights a moment later: the window must not take the earlier ones for them. */
    @Test
    void aFileThatIsWrittenAnewIsAnotherVersion() {
        StudioModels models = new StudioModels(services.models(), Runnable::run);
        library.keep(OURS, opened("mlp").artefact(), false, services.budget());
        models.refresh();
        String version = models.find(OURS).workload().version();
        var first = models.experiment(OURS).join();
        models.refresh();
        assertEquals(version, models.find(OURS).workload().version());
        assertSame(first, models.experiment(OURS).join());
        library.keep(OURS, opened("cnn").artefact(), true, services.budget());
        models.refresh();
        assertNotEquals(version, models.find(OURS).workload().version());
        assertNotEquals(
                first.model().hash(), models.experiment(OURS).join().model().hash());
    }

    @Test
    void onlyTheLastFewModelsStayLoaded() {
        StudioModels models = new StudioModels(services.models(), Runnable::run);
        library.keep(OURS, opened("mlp").artefact(), false, services.budget());
        models.refresh();
        var kept = models.experiment(OURS).join();
        for (String id : List.of("mlp", "cnn", "encoder")) {
            models.experiment(id).join();
        }
        assertSame(kept, models.experiment(OURS).join(), "asked for last, it goes last");
        models.experiment("gpt").join();
        models.experiment("mlp").join();
        assertSame(kept, models.experiment(OURS).join());
        assertEquals(4, models.loaded());
    }

    private OpenedModel opened(String id) {
        return services.models().open(id, Optional.empty(), Optional.empty(), Progress.NONE, new Cancellation());
    }

    @Test
    void theListFollowsWhatOthersKeepAndTakeOut() throws Exception {
        assertFalse(ids().contains(OURS));
        library.keep(OURS, opened("mlp").artefact(), false, services.budget());
        backend.refreshWorkloads(() -> {});
        assertTrue(ids().contains(OURS));
        assertEquals("Generated digits", backend.workload(OURS).data());
        library.remove(OURS);
        backend.refreshWorkloads(() -> {});
        assertFalse(ids().contains(OURS));
        assertEquals(OURS, backend.workload(OURS).id(), "an undo may still go back to it");
    }
}
