package hone.profiler.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RunReportTest {
    @Test
    void jsonComesBackAsItWent() {
        RunReport report = ExampleReport.report();
        assertEquals(report, RunReportJson.parse(RunReportJson.text(report), "test"));
    }

    @Test
    void jsonHasTheKeysThatOthersReadBy() {
        JsonNode tree = JsonMapper.shared().readTree(RunReportJson.text(ExampleReport.report()));
        for (String path : new String[] {
            "/schemaVersion",
            "/model",
            "/data",
            "/recipe",
            "/batch",
            "/seed",
            "/machine/cpu",
            "/baseline/latencyNanos/median",
            "/baseline/latencyNanos/low",
            "/baseline/latencyNanos/high",
            "/baseline/latencyNanos/n",
            "/baseline/accuracy",
            "/baseline/bytes/nominal",
            "/baseline/bytes/file",
            "/baseline/bytes/resident",
            "/baseline/bytes/peak",
            "/baseline/flops",
            "/candidate/latencyNanos/median",
            "/candidate/accuracy",
            "/candidate/bytes/file",
            "/candidate/flops",
            "/speedup/median",
            "/speedup/low",
            "/speedup/high",
            "/ops/0/name",
            "/ops/0/layer",
            "/ops/0/op",
            "/ops/0/kernel",
            "/ops/0/shape",
            "/ops/0/dtype",
            "/ops/0/flops",
            "/ops/0/bytes",
            "/ops/0/nanos",
            "/ops/0/share"
        }) {
            assertTrue(!tree.at(path).isMissingNode() && !tree.at(path).isNull(), path);
        }
        assertEquals("faster", tree.at("/verdict").stringValue());
        assertEquals(218_368, tree.at("/baseline/flops").intValue());
    }

    @Test
    void whatIsNoReportIsRefusedInOneSentence() {
        String text = RunReportJson.text(ExampleReport.report());
        String later = text.replaceFirst("\"schemaVersion\" : 1", "\"schemaVersion\" : 2");
        InvalidInput error = assertThrows(InvalidInput.class, () -> RunReportJson.parse(later, "a.json"));
        assertTrue(error.getMessage().contains("version 2"), error.getMessage());
        for (String damaged : new String[] {
            "",
            "[]",
            "{}",
            "null",
            text.substring(0, text.length() / 2),
            "{\"schemaVersion\":1}",
            text.replace("\"faster\"", "\"quicker\"")
        }) {
            InvalidInput refused = assertThrows(InvalidInput.class, () -> RunReportJson.parse(damaged, "a.json"));
            assertTrue(refused.getMessage().contains("a.json"), refused.getMessage());
            assertEquals(1, refused.getMessage().lines().count());
        }
    }

    @Test
    void filesAreWrittenWholeOrNotAtAll(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("report.json");
        RunReportJson.write(ExampleReport.report(), file);
        RunReportJson.write(ExampleReport.report(), file);
        assertEquals(ExampleReport.report(), RunReportJson.read(file));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(1, left.count());
        }
        Path nowhere = folder.resolve("missing/report.json");
        InvalidInput error =
                assertThrows(InvalidInput.class, () -> RunReportJson.write(ExampleReport.report(), nowhere));
        assertTrue(error.getMessage().contains("there is no folder"), error.getMessage());
        assertTrue(error.getMessage().contains(nowhere.toString()), error.getMessage());
        assertThrows(InvalidInput.class, () -> RunReportJson.write(ExampleReport.report(), folder));
        assertThrows(InvalidInput.class, () -> RunReportJson.read(nowhere));
    }

    @Test
    void textSaysTheVerdictAndEveryNumberWithItsUnit() {
        String text = RunReportText.of(ExampleReport.report());
        for (String part : new String[] {
            "mlp on generated:seed=1, batch 64: simd,threads",
            "About twice as fast",
            "200 µs",
            "100 µs",
            "2.00×",
            "97.0 %",
            "438 KB",
            "218 k",
            "fc1",
            "12.8 M",
            "90.0 %",
            "Notes",
            "fc3 stays dense",
            "A processor"
        }) {
            assertTrue(text.contains(part), part + " is missing in\n" + text);
        }
        assertTrue(text.lines().allMatch(line -> line.equals(line.stripTrailing())), text);
    }

    @Test
    void aPeerGoesThroughJsonAndStandsInTheText() {
        assertFalse(RunReportJson.text(ExampleReport.report()).contains("\"peer\""), "as nobody asked for one");
        for (Peer peer : new Peer[] {ExampleReport.peer(), new Peer.Absent("onnxruntime", "no jar")}) {
            RunReport report = ExampleReport.report().with(peer);
            assertEquals(report, RunReportJson.parse(RunReportJson.text(report), "test"));
            assertEquals(peer, report.with(List.of()).peer());
        }
        JsonNode tree = JsonMapper.shared()
                .readTree(RunReportJson.text(ExampleReport.report().with(ExampleReport.peer())));
        for (String path : new String[] {
            "/peer/name",
            "/peer/version",
            "/peer/settings/intraThreads",
            "/peer/settings/graphOptimizations",
            "/peer/latency/median",
            "/peer/ratioToCandidate/median",
            "/peer/ratioToBaseline/high",
            "/peer/outputs/maxAbs",
            "/peer/outputs/sameTop1"
        }) {
            assertTrue(!tree.at(path).isMissingNode() && !tree.at(path).isNull(), path);
        }
        String text = RunReportText.of(ExampleReport.report().with(ExampleReport.peer()));
        assertTrue(text.contains("onnxruntime 1.2.3 takes 0.50× (0.49× – 0.51×) of the candidate's time"), text);
        assertTrue(text.contains("2 threads for an operator and 1 for operators side by side"), text);
        assertTrue(text.contains("spinning on and 60 ms of rest after each block, exact 8-bit products;"), text);
        assertTrue(text.contains("a note on the peer"), text);
    }

    @Test
    void aReportOfBeforeProductsWereAskedToBeExactSaysTheyWereNot() {
        String now = RunReportJson.text(ExampleReport.report().with(ExampleReport.peer()));
        String before = now.replaceFirst(",\\s*\"exactProducts\" : true", "");
        assertTrue(before.length() < now.length(), now);
        Peer.Measured read = (Peer.Measured)
                Objects.requireNonNull(RunReportJson.parse(before, "test").peer());
        assertFalse(read.settings().exactProducts());
        assertFalse(PeerText.settings(read).contains("exact"), PeerText.settings(read));
    }

    /** A peer that could not run the candidate's recipe is not compared with it in silence. */
    @Test
    void aPeerThatRanThePlainModelSaysSo() {
        Peer.Measured known = ExampleReport.peer();
        Peer plain = new Peer.Measured(
                known.name(),
                known.version(),
                known.settings(),
                "",
                known.latency(),
                known.inSession(),
                known.candidate(),
                known.baseline(),
                known.ratioToCandidate(),
                known.ratioToBaseline(),
                known.outputs(),
                known.notes());
        assertTrue(PeerText.sentence(plain).startsWith("onnxruntime 1.2.3 with the plain model takes 0.50×"));
        assertFalse(PeerText.sentence(known).contains("plain"));
    }

    @Test
    void aDamagedPeerIsRefused() {
        String text = RunReportJson.text(ExampleReport.report().with(ExampleReport.peer()));
        String gone = text.replaceFirst("\"outputs\" : \\{[^}]*\\}", "\"outputs\" : null");
        assertThrows(InvalidInput.class, () -> RunReportJson.parse(gone, "a.json"));
        String neither = text.replaceFirst("(?s)\"peer\" : \\{.*", "\"peer\" : {\"name\" : \"x\"}}");
        InvalidInput refused = assertThrows(InvalidInput.class, () -> RunReportJson.parse(neither, "a.json"));
        assertEquals(1, refused.getMessage().lines().count(), refused.getMessage());
    }

    @Test
    void unitsKeepThreeDigits() {
        assertEquals("7.21 µs", Units.time(7_210));
        assertEquals("1.00 ms", Units.time(999_900));
        assertEquals("437 KB", Units.bytes(437_000));
        assertEquals("12 B", Units.bytes(12));
        assertEquals("—", Units.time(Double.NaN));
    }
}
