package hone.profiler.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.profiler.scenario.ExampleScenarios;
import hone.profiler.scenario.ScenarioJson;
import hone.profiler.scenario.ScenarioReport;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ScenarioHtmlTest {
    private static final List<ScenarioReport> ALL = List.of(
            ExampleScenarios.single("simd", 3),
            ExampleScenarios.offline("simd", 3),
            ExampleScenarios.server("simd", 100, 3));

    private static Document page(ScenarioReport report) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(ScenarioHtml.of(report))));
    }

    @Test
    void thePageIsWellFormedAndTheReportReadsBackEqual() throws Exception {
        for (ScenarioReport report : ALL) {
            Document page = page(report);
            assertEquals(
                    report,
                    ScenarioJson.FORM.parse(
                            page.getElementsByTagName("pre").item(0).getTextContent(), "the page"));
            String text = page.getDocumentElement().getTextContent();
            for (String part :
                    List.of("simd", "3.00×", "A processor", "a note on the scenario", "Measured", "noise floor")) {
                assertTrue(text.contains(part), report.result().kind() + " " + part);
            }
            Element policy = (Element) page.getElementsByTagName("meta").item(1);
            assertTrue(policy.getAttribute("content").startsWith("default-src 'none'"));
            String html = ScenarioHtml.of(report);
            assertFalse(html.contains("NaN") || html.contains("Infinity"), "a place on a picture is a number");
        }
    }

    @Test
    void aHostileReportIsNothingButText() throws Exception {
        String json = ScenarioJson.FORM.text(ALL.getLast());
        String word = "</pre><script>alert(1)</script>";
        String hostile = json.replace("\"mlp\"", "\"" + word + "\"")
                .replace("\"simd\"", "\"" + word + "\"")
                .replace("\"A processor\"", "\"" + word + "\"")
                .replace("\"a note on the scenario\"", "\"" + word + "\"");
        Document page = page(ScenarioJson.FORM.parse(hostile, "a test"));
        assertEquals(0, page.getElementsByTagName("script").getLength());
        assertEquals(1, page.getElementsByTagName("pre").getLength());
    }

    @Test
    void everyValueStandsInTheTable() {
        String[] rows = ScenarioCsv.of(ALL.getFirst()).split("\r\n", -1);
        assertEquals("side,recipe,what,nanoseconds,count", rows[0]);
        long baseline = 0;
        for (String row : rows) {
            String[] cells = row.split(",", -1);
            baseline += cells[0].equals("baseline") ? Long.parseLong(cells[4]) : 0;
        }
        assertEquals(1_001, baseline);
        String passes = ScenarioCsv.of(ALL.get(1));
        assertEquals(1 + 2 * 6, passes.lines().count());
        assertTrue(ScenarioCsv.of(ALL.getLast()).contains("candidate,simd,lag,"));
    }
}
