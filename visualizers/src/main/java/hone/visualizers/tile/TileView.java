package hone.visualizers.tile;

import hone.profiler.report.RunReport;
import hone.visualizers.Texts;
import java.util.Arrays;
import java.util.stream.Collectors;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** A tile: value · Δ against the baseline · verdict, and below it the uncertainty and where the figure comes from. */
final class TileView extends VBox {
    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

    private final TileKind kind;
    private final Texts texts;
    private final Label heading = label("tile-title");
    private final Label basis = label("tile-basis");
    private final Label value = label("tile-value");
    private final Label verdict = label("tile-verdict");
    private final Label delta = label("tile-delta");
    private final Label baseline = label("tile-detail");
    private final Label detail = label("tile-detail");
    private final GhostBar bars = new GhostBar();
    private TileFace face;

    TileView(TileKind kind, Texts texts) {
        this.kind = kind;
        this.texts = texts;
        setId("tile-" + kind.id());
        getStyleClass().add("tile");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.TEXT);
        heading.setText(texts.get("tile." + kind.id()));
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var top = new HBox(heading, gap, basis);
        top.getStyleClass().add("tile-top");
        var change = new HBox(verdict, delta);
        change.getStyleClass().add("tile-change");
        value.setId("tile-" + kind.id() + "-value");
        verdict.setId("tile-" + kind.id() + "-verdict");
        delta.setId("tile-" + kind.id() + "-delta");
        detail.setWrapText(true);
        detail.setMinHeight(USE_PREF_SIZE);
        getChildren().addAll(top, value, change, bars, baseline, detail);
        HBox.setHgrow(this, Priority.ALWAYS);
        setMaxWidth(Double.MAX_VALUE);
        setPrefWidth(200);
        face = TileFace.waiting(texts.get("tile.waiting"));
        show(face);
    }

    private static Label label(String style) {
        var label = new Label();
        label.getStyleClass().add(style);
        return label;
    }

    TileKind kind() {
        return kind;
    }

    /** Says what a finished trial found. */
    void measured(RunReport report) {
        heading.setText(kind.title(report).orElseGet(() -> texts.get("tile." + kind.id())));
        show(kind.measured(report));
    }

    /** Says what a face says. */
    void show(TileFace shown) {
        face = shown;
        value.setText(shown.value());
        basis.setText(texts.get(shown.basis().key()));
        basis.pseudoClassStateChanged(PseudoClass.getPseudoClass("measured"), shown.basis() == Basis.MEASURED);
        basis.pseudoClassStateChanged(PseudoClass.getPseudoClass("measuring"), shown.basis() == Basis.MEASURING);
        String glyph = shown.basis() == Basis.MEASURED ? shown.change().glyph() + " " : "";
        verdict.setText(shown.word().isEmpty() ? "" : glyph + shown.word());
        verdict.setVisible(!shown.word().isEmpty());
        Arrays.stream(Change.values()).forEach(c -> verdict.getStyleClass().remove(c.styleClass()));
        verdict.getStyleClass().add(shown.change().styleClass());
        delta.setText(shown.delta());
        baseline.setText(shown.baseline());
        detail.setText(shown.detail());
        bars.show(shown.bars());
        pseudoClassStateChanged(STALE, false);
        setAccessibleText(said());
    }

    /** Marks the figures as those of a trial that does not answer the question in force. */
    void outdated() {
        pseudoClassStateChanged(STALE, true);
    }

    /** Keeps the figures of the last trial, marked as such, while a new one runs. */
    void measuring() {
        if (face.basis() == Basis.MEASURED) {
            show(face.measuring());
            pseudoClassStateChanged(STALE, true);
        }
    }

    private String said() {
        return java.util.stream.Stream.of(
                        heading.getText(),
                        value.getText(),
                        basis.getText(),
                        verdict.getText(),
                        delta.getText(),
                        baseline.getText(),
                        detail.getText())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }
}
