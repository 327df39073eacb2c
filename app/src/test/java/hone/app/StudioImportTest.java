package hone.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.app.model.ModelLibrary;
import hone.app.window.port.ImportListener;
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
        Artefact artefact = services.models()
                .open("mlp", Optional.empty(), Optional.empty(), Progress.NONE, new Cancellation())
                .artefact();
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
        hold.countDown();
        assertEquals("cancelled", ending.text());
        assertFalse(library.find(OURS).isPresent());
    }

    private static boolean awaited(CountDownLatch hold) {
        try {
            return hold.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void theListFollowsWhatOthersKeepAndTakeOut() throws Exception {
        var opened =
                services.models().open("mlp", Optional.empty(), Optional.empty(), Progress.NONE, new Cancellation());
        assertFalse(ids().contains(OURS));
        library.keep(OURS, opened.artefact(), false, services.budget());
        backend.refreshWorkloads(() -> {});
        assertTrue(ids().contains(OURS));
        assertEquals("Generated digits", backend.workload(OURS).data());
        library.remove(OURS);
        backend.refreshWorkloads(() -> {});
        assertFalse(ids().contains(OURS));
        assertEquals(OURS, backend.workload(OURS).id(), "an undo may still go back to it");
    }
}
