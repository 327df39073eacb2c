package hone.app.window.view;

import hone.app.window.model.StudioViewModel;
import hone.app.window.model.TechniqueViewModel;
import hone.engine.technique.Goal;
import hone.engine.technique.Knob;
import hone.profiler.report.Finding;
import hone.profiler.report.Machine;
import hone.profiler.report.RunReport;
import hone.visualizers.Figures;
import hone.visualizers.Texts;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The right column: the chosen technique explained, what the report has to note, and where it was measured. */
public final class DetailsPane extends ScrollPane {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH).withZone(ZoneId.systemDefault());

    private final StudioViewModel studio;
    private final Texts texts;
    private final VBox technique = section("details-technique");
    private final VBox findings = section("details-findings");
    private final VBox notes = section("details-notes");
    private final VBox machine = section("details-machine");

    public DetailsPane(StudioViewModel studio, Texts texts) {
        this.studio = studio;
        this.texts = texts;
        setId("details");
        getStyleClass().addAll("details", "edge-to-edge");
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setFocusTraversable(false);
        var column = new VBox(technique, findings, notes, machine);
        column.getStyleClass().add("details-column");
        setContent(column);
        studio.selectedProperty().subscribe(_ -> showTechnique());
        studio.settingProperty().subscribe(_ -> showTechnique());
        studio.reportProperty().subscribe(this::showReport);
    }

    private static VBox section(String id) {
        var box = new VBox();
        box.setId(id);
        box.getStyleClass().add("details-section");
        return box;
    }

    private void showTechnique() {
        TechniqueViewModel chosen = studio.selectedProperty().get();
        List<Node> lines = new java.util.ArrayList<>();
        lines.add(styled(texts.get("details.technique"), "section-title"));
        lines.add(styled(chosen.technique().title(), "details-heading"));
        lines.add(styled(goals(chosen), "details-goals"));
        lines.add(styled(chosen.technique().text(), "details-text"));
        lines.add(styled(texts.get("effort.long." + chosen.effort().name()), "details-muted"));
        for (Knob knob : chosen.technique().knobs()) {
            lines.add(styled(texts.get("details.knob", knob.title(), chosen.value(knob.id())), "details-knob"));
            lines.add(styled(knob.text(), "details-muted"));
        }
        chosen.refusalProperty()
                .get()
                .ifPresent(why -> lines.add(styled(texts.get("details.refused", why), "technique-reason")));
        technique.getChildren().setAll(lines);
    }

    private static String goals(TechniqueViewModel chosen) {
        return chosen.technique().goals().stream().sorted().map(Goal::text).collect(Collectors.joining(" · "));
    }

    private void showReport(Optional<RunReport> report) {
        showFindings(report.map(RunReport::findings).orElse(List.of()));
        notes.getChildren().setAll(styled(texts.get("details.notes"), "section-title"));
        machine.getChildren().clear();
        if (report.isEmpty()) {
            notes.getChildren().add(styled(texts.get("details.noReport"), "details-muted"));
            return;
        }
        RunReport shown = report.get();
        if (shown.notes().isEmpty()) {
            notes.getChildren().add(styled(texts.get("details.noNotes"), "details-muted"));
        }
        shown.notes().forEach(note -> notes.getChildren().add(styled(note, "details-note")));
        machine.getChildren().add(styled(texts.get("details.measured"), "section-title"));
        machine(shown).forEach(line -> machine.getChildren().add(styled(line, "details-muted")));
        shown.noise().warnings().forEach(line -> machine.getChildren().add(styled(line, "details-warning")));
        shown.noise().remarks().forEach(line -> machine.getChildren().add(styled(line, "details-note")));
    }

    /** Each finding with its evidence, and a button that runs the experiment which would confirm it. */
    private void showFindings(List<Finding> found) {
        findings.getChildren().clear();
        findings.setVisible(!found.isEmpty());
        findings.setManaged(!found.isEmpty());
        if (found.isEmpty()) {
            return;
        }
        findings.getChildren().add(styled(texts.get("details.findings"), "section-title"));
        for (Finding finding : found) {
            String severity = texts.get("severity." + finding.severity().name());
            findings.getChildren()
                    .addAll(
                            styled(finding.title(), "details-finding"),
                            styled(severity + ": " + finding.evidence(), "details-muted"));
            Finding.NextExperiment next = finding.next();
            if (next != null) {
                findings.getChildren().add(followUp(next));
            }
        }
    }

    private Button followUp(Finding.NextExperiment next) {
        String recipe = next.recipe().isEmpty() ? texts.get("strip.nothingShort") : next.recipe();
        var button = new Button(texts.get("details.try", recipe, Figures.count(next.batch())));
        button.getStyleClass().addAll("small", "details-try");
        button.setTooltip(new Tooltip(next.why()));
        button.setAccessibleHelp(next.why());
        button.setWrapText(true);
        button.setMinHeight(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> studio.follow(next));
        return button;
    }

    private List<String> machine(RunReport shown) {
        Machine on = shown.machine();
        return List.of(
                on.cpu(),
                texts.get(
                        "details.cores",
                        Integer.toString(on.cores()),
                        Integer.toString(on.vectorBits()),
                        Figures.bytes(on.memoryBytes())),
                on.jdk() + " · " + on.os(),
                when(shown.created()));
    }

    private static String when(String iso) {
        try {
            return WHEN.format(Instant.parse(iso));
        } catch (DateTimeParseException e) {
            return iso;
        }
    }

    private static Label styled(String text, String style) {
        var label = new Label(text);
        label.getStyleClass().add(style);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }
}
