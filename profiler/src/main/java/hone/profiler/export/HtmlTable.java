package hone.profiler.export;

import java.util.List;

/** A table with a caption; the first cell of a row names it. */
final class HtmlTable {
    private final StringBuilder html = new StringBuilder();

    HtmlTable(String caption, List<String> heads) {
        html.append("<div class=\"wide\"><table><caption>")
                .append(Markup.text(caption))
                .append("</caption><thead><tr>");
        heads.forEach(head ->
                html.append("<th scope=\"col\">").append(Markup.text(head)).append("</th>"));
        html.append("</tr></thead><tbody>");
    }

    HtmlTable row(String name, String... cells) {
        html.append("<tr><th scope=\"row\">").append(Markup.text(name)).append("</th>");
        for (String cell : cells) {
            html.append("<td>").append(Markup.text(cell)).append("</td>");
        }
        html.append("</tr>");
        return this;
    }

    @Override
    public String toString() {
        return html + "</tbody></table></div>\n";
    }
}
