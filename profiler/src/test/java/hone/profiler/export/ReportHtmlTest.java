package hone.profiler.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.profiler.report.ExampleReport;
import hone.profiler.report.ExampleReports;
import hone.profiler.report.Peer;
import hone.profiler.report.RunReport;
import hone.profiler.report.RunReportJson;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportHtmlTest {
    private static final String HOSTILE =
            "</title></pre><script>alert(1)</script><img src=x onerror=alert(1)> & \\\" ' \\u0001\\uFFFF\\uD800";

    private static Document page(RunReport report) throws Exception {
        String html = ReportHtml.of(report);
        assertTrue(html.startsWith("<!DOCTYPE html>\n"), "no quirks");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    }

    private static String json(Document page) {
        NodeList texts = page.getElementsByTagName("pre");
        assertEquals(1, texts.getLength());
        return texts.item(0).getTextContent();
    }

    @Test
    void thePageIsWellFormedAndTheReportReadsBackEqual() throws Exception {
        Document page = page(ExampleReport.report());
        assertEquals(ExampleReport.report(), RunReportJson.parse(json(page), "the page"));
        String text = page.getDocumentElement().getTextContent();
        for (String part : new String[] {
            "2.00×",
            "1.80× – 2.20×",
            "100 µs",
            "97.0 %",
            "440 KB",
            "A processor",
            "A JDK 25",
            "fc3 stays dense",
            "measured",
            "derived",
            "noise floor",
            "n = 4",
            "too few samples"
        }) {
            assertTrue(text.contains(part), part);
        }
    }

    @Test
    void aPeerHasASectionOfItsOwn() throws Exception {
        RunReport report = ExampleReport.report().with(ExampleReport.peer());
        Document page = page(report);
        assertEquals(report, RunReportJson.parse(json(page), "the page"));
        String text = page.getDocumentElement().getTextContent();
        for (String part : new String[] {
            "Beside onnxruntime", "takes 0.50×", "49.0 µs – 51.0 µs", "CPUExecutionProvider", "a note on the peer"
        }) {
            assertTrue(text.contains(part), part);
        }
        String absent = page(ExampleReport.report().with(new Peer.Absent("onnxruntime", "no <jar> & no")))
                .getDocumentElement()
                .getTextContent();
        assertTrue(absent.contains("onnxruntime unavailable: no <jar> & no."), absent);
    }

    @Test
    void aHostileReportIsNothingButText() throws Exception {
        String word = '"' + HOSTILE + '"';
        RunReport hostile = ExampleReports.with(
                "/model", word,
                "/recipe", word,
                "/data", word,
                "/created", word,
                "/sentence", word,
                "/product", word,
                "/machine/cpu", word,
                "/notes", "[" + word + "]",
                "/noise/warnings", "[" + word + "]",
                "/candidate/quality/metric", word,
                "/candidate/memory/parts/0/category", word,
                "/candidate/ops/0/name", word,
                "/candidate/ops/0/shape", word);
        Document page = page(hostile);
        assertEquals(0, page.getElementsByTagName("script").getLength());
        assertEquals(0, page.getElementsByTagName("img").getLength());
        NodeList all = page.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            for (int a = 0; a < element.getAttributes().getLength(); a++) {
                String name = element.getAttributes().item(a).getNodeName();
                assertFalse(
                        name.startsWith("on") || name.equals("style") || name.equals("href") || name.equals("src"),
                        name);
            }
        }
        assertEquals(hostile, RunReportJson.parse(json(page), "the page"));
    }

    @Test
    void thePolicyAllowsThePagesOwnStyleAndNothingElse() throws Exception {
        Document page = page(ExampleReport.report());
        Element policy = (Element) page.getElementsByTagName("meta").item(1);
        assertEquals("Content-Security-Policy", policy.getAttribute("http-equiv"));
        String style = page.getElementsByTagName("style").item(0).getTextContent();
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));
        assertEquals(
                "default-src 'none'; style-src 'sha256-" + hash + "'; base-uri 'none'; form-action 'none'",
                policy.getAttribute("content"));
        assertFalse(style.contains("url(") || style.contains("@import"), "nothing is fetched");
        assertTrue(style.contains("prefers-color-scheme: dark"));
    }

    @Test
    void everyPictureHasATitleOfItsOwn() throws Exception {
        NodeList pictures = page(ExampleReport.report()).getElementsByTagName("svg");
        Set<String> titles = new HashSet<>();
        for (int i = 0; i < pictures.getLength(); i++) {
            Element picture = (Element) pictures.item(i);
            Element title = (Element) picture.getElementsByTagName("title").item(0);
            assertEquals(picture.getAttribute("aria-labelledby"), title.getAttribute("id"));
            titles.add(title.getAttribute("id"));
        }
        assertEquals(5, titles.size());
        String samples = ReportHtml.of(ExampleReport.report());
        assertEquals(8, samples.split("<circle class=\"dot", -1).length - 1, "a dot for each sample of both sides");
        assertFalse(samples.contains("NaN") || samples.contains("Infinity"), "a place on a picture is a number");
    }

    @Test
    void tablesReadBackEqual() {
        String[] rows = ReportCsv.samples(ExampleReport.report()).split("\r\n", -1);
        assertEquals("side,recipe,sample,block,nanoseconds,marked", rows[0]);
        assertEquals(10, rows.length, "eight samples, a heading and the end");
        assertEquals("candidate,\"simd,threads\",3,1,110000.00000000001,1", rows[8]);
        for (int i = 0; i < 4; i++) {
            assertEquals(
                    ExampleReport.report().baseline().latency().samples().get(i),
                    Double.parseDouble(rows[1 + i].split(",", -1)[4]));
        }
        RunReport formula = ExampleReports.with("/candidate/ops/0/name", "\"=HYPERLINK(\\\"x\\\")\"");
        assertTrue(ReportCsv.ops(formula).contains("candidate,\"'=HYPERLINK(\"\"x\"\")\",fc1"), ReportCsv.ops(formula));
        for (String bad : new String[] {"+1", "-1", "@x", "\t", "\r"}) {
            assertEquals("\"'" + bad + "\"\r\n", new CsvText().row(bad).toString());
        }
        assertEquals("-1.5\r\n", new CsvText().row(-1.5).toString(), "a number is no formula");
    }
}
