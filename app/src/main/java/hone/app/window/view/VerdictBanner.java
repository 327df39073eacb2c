package hone.app.window.view;

import hone.app.window.model.StudioViewModel;
import hone.app.window.port.Comparison;
import hone.profiler.report.Certified;
import hone.profiler.report.CertifiedText;
import hone.profiler.report.Peer;
import hone.profiler.report.PeerText;
import hone.profiler.report.RunReport;
import hone.profiler.report.Verdict;
import hone.visualizers.Figures;
import hone.visualizers.Texts;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The answer in one sentence, and below it what was compared with what. */
public final class VerdictBanner extends HBox {
    private final StudioViewModel studio;
    private final Texts texts;
    private final Label glyph = new Label();
    private final Label sentence = new Label();
    private final Label subject = new Label();
    private final Label certified = new Label();
    private final Label peer = new Label();
    private final Button certify = new Button();
    private final Button beside = new Button();

    public VerdictBanner(StudioViewModel studio, Texts texts) {
        this.studio = studio;
        this.texts = texts;
        getStyleClass().add("verdict-banner");
        glyph.getStyleClass().add("verdict-glyph");
        sentence.setId("verdict");
        sentence.getStyleClass().add("verdict-sentence");
        sentence.setWrapText(true);
        subject.setId("verdict-subject");
        subject.getStyleClass().add("verdict-subject");
        subject.setWrapText(true);
        certified.setId("certified");
        certified.getStyleClass().add("verdict-certified");
        certified.setWrapText(true);
        peer.setId("peer");
        peer.getStyleClass().add("verdict-certified");
        peer.setWrapText(true);
        prepare(certify, "certify", Feather.CHECK_CIRCLE, Comparison.CERTIFIED);
        prepare(beside, "beside-peer", Feather.COLUMNS, Comparison.PEER);
        var buttons = new VBox(certify, beside);
        buttons.getStyleClass().add("verdict-buttons");
        var lines = new VBox(sentence, subject, certified, peer);
        lines.getStyleClass().add("verdict-lines");
        lines.setMinHeight(USE_PREF_SIZE);
        HBox.setHgrow(lines, Priority.ALWAYS);
        setMinHeight(USE_PREF_SIZE);
        getChildren().addAll(glyph, lines, buttons);
        studio.reportProperty().subscribe(_ -> show());
        studio.runningProperty().subscribe(_ -> show());
        studio.settingProperty().subscribe(_ -> show());
    }

    private void prepare(Button button, String id, Feather icon, Comparison by) {
        button.setId(id);
        button.setText(texts.get("verdict." + id));
        button.setGraphic(new FontIcon(icon));
        button.setTooltip(new Tooltip(texts.get("verdict." + id + ".tip")));
        button.setMinWidth(USE_PREF_SIZE);
        button.setMaxWidth(Double.MAX_VALUE);
        button.setOnAction(_ -> studio.compare(by));
    }

    private void show() {
        Optional<RunReport> report = studio.reportProperty().get();
        boolean running = studio.runningProperty().get().isPresent();
        Verdict verdict = report.map(RunReport::verdict).orElse(Verdict.UNKNOWN);
        boolean current = studio.isReportCurrent();
        glyph.setText(report.isEmpty() || !current ? "○" : glyph(verdict));
        glyph.getStyleClass().setAll("label", "verdict-glyph", "verdict-" + style(verdict, current));
        sentence.setText(sentence(report, current, running));
        subject.setText(subject(report, current, running));
        Optional<Certified> figures = report.flatMap(shown -> Optional.ofNullable(shown.certified()));
        certified.setText(current ? figures.map(CertifiedText::sentence).orElse("") : "");
        shown(certified, !certified.getText().isEmpty());
        Optional<Peer> other = report.flatMap(shown -> Optional.ofNullable(shown.peer()));
        peer.setText(current ? other.map(PeerText::sentence).orElse("") : "");
        shown(peer, !peer.getText().isEmpty());
        for (Button button : new Button[] {certify, beside}) {
            shown(button, report.isPresent() && current);
            button.setDisable(running);
        }
        setAccessibleText(sentence.getText());
    }

    private String sentence(Optional<RunReport> report, boolean current, boolean running) {
        if (running && (report.isEmpty() || !current)) {
            return texts.get(
                    "verdict.measuring",
                    recipe(studio.settingProperty().get().recipe().toString()));
        }
        if (report.isEmpty()) {
            return texts.get("verdict.none");
        }
        return current
                ? report.get().sentence()
                : texts.get(
                        "verdict.stale",
                        recipe(studio.settingProperty().get().recipe().toString()),
                        baseline(studio.settingProperty().get().baseline().toString()));
    }

    private String subject(Optional<RunReport> report, boolean current, boolean running) {
        if (report.isEmpty()) {
            return texts.get(running ? "verdict.firstRun" : "verdict.hint");
        }
        RunReport shown = report.get();
        String compared = texts.get(
                "verdict.subject",
                recipe(shown.recipe()),
                baseline(shown.baseline().recipe()),
                Figures.count(shown.batch()),
                shown.machine().cpu());
        if (current) {
            return running ? texts.get("verdict.again", compared) : compared;
        }
        return texts.get("verdict.before", compared);
    }

    private static void shown(Node node, boolean yes) {
        node.setVisible(yes);
        node.setManaged(yes);
    }

    private String recipe(String text) {
        return text.isEmpty() ? texts.get("strip.nothingShort") : text;
    }

    private String baseline(String text) {
        return text.isEmpty() ? texts.get("strip.plain") : text;
    }

    private static String glyph(Verdict verdict) {
        return switch (verdict) {
            case FASTER -> "▲";
            case SLOWER -> "▼";
            case WITHIN_NOISE -> "≈";
            case UNKNOWN -> "?";
        };
    }

    private static String style(Verdict verdict, boolean current) {
        return current ? verdict.name().toLowerCase(Locale.ROOT).replace('_', '-') : "unknown";
    }
}
