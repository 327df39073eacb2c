package hone.profiler.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * One page of HTML that needs nothing else. It is well-formed XML, and its policy allows its own style sheet, by hash, and
 * nothing else: no script, no picture or font from elsewhere.
 */
final class HtmlPage {
    private HtmlPage() {}

    /**
     * The whole page.
     *
     * @param title as plain text
     * @param body as markup, in which every text is escaped
     */
    static String of(String title, String body) {
        String style = style();
        return "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n"
                + "<meta charset=\"utf-8\"/>\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-"
                + hash(style) + "'; base-uri 'none'; form-action 'none'\"/>\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>"
                + Markup.text(title) + "</title>\n<style>" + style + "</style>\n</head>\n<body>\n<main>\n" + body
                + "</main>\n</body>\n</html>\n";
    }

    /** A figure in large digits, with lines on it below. */
    static String tile(String value, String... lines) {
        StringBuilder html = new StringBuilder("<div class=\"tile\"><b>" + Markup.text(value) + "</b>");
        for (String line : lines) {
            html.append("<span>").append(Markup.text(line)).append("</span>");
        }
        return html.append("</div>").toString();
    }

    static String range(String low, String high) {
        return low + " – " + high;
    }

    /** Sentences, or nothing where there are none. */
    static String list(List<String> lines) {
        if (lines.isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<ul>");
        lines.forEach(line -> html.append("<li>").append(Markup.text(line)).append("</li>"));
        return html.append("</ul>\n").toString();
    }

    /**
     * A picture, and what it is.
     *
     * @param caption as markup
     */
    static String figure(String picture, String caption) {
        return "<figure>" + picture + "<figcaption>" + caption + "</figcaption></figure>\n";
    }

    /**
     * The whole report as it was written, which reads back equal.
     *
     * @param with what is in it: "every sample in nanoseconds"
     */
    static String raw(String with, String json) {
        return "<h2>Raw samples</h2>\n<p>The whole report as JSON, with " + Markup.text(with) + "; saved as a file,"
                + " <code>hone history import</code> takes it.</p>\n<details><summary>Show the JSON</summary>"
                + "<pre id=\"report-json\">" + Markup.json(json) + "</pre></details>\n";
    }

    private static String style() {
        try (InputStream css = Objects.requireNonNull(HtmlPage.class.getResourceAsStream("report.css"))) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8).replace("\r", "");
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own style sheet cannot be read", e);
        }
    }

    private static String hash(String style) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
