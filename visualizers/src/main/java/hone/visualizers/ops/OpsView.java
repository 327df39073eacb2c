package hone.visualizers.ops;

import hone.profiler.report.OpRow;
import hone.profiler.report.RunReport;
import hone.visualizers.ReportView;
import hone.visualizers.Texts;
import hone.visualizers.chart.ExportDesk;
import hone.visualizers.chart.PictureCard;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.controlsfx.control.SegmentedButton;
import org.jspecify.annotations.Nullable;

/** The table of ops of either arm; below it, why the selected one runs on the kernel it runs on. */
public final class OpsView implements ReportView {
    private final Texts texts;
    private final OpsPicture picture;
    private final OpsTable table;
    private final Label reason = new Label();
    private final ToggleButton ofCandidate;
    private final ToggleButton ofBaseline;
    private final PictureCard card;
    private @Nullable RunReport report;

    public OpsView(ExportDesk desk, Texts texts) {
        this.texts = texts;
        picture = new OpsPicture(texts);
        table = new OpsTable(texts);
        ofCandidate = new ToggleButton(texts.get("arm.candidate"));
        ofBaseline = new ToggleButton(texts.get("arm.baseline"));
        reason.getStyleClass().add("ops-reason");
        reason.setId("ops-reason");
        reason.setWrapText(true);
        var body = new VBox(table.node(), reason);
        VBox.setVgrow(table.node(), Priority.ALWAYS);
        card = new PictureCard(texts.get("ops.title"), texts.get("ops.empty"), picture, body, desk, texts)
                .withoutTableSwitch()
                .ready();
        table.node().setFocusTraversable(false);
        card.addTool(arms());
        table.node().getSelectionModel().selectedItemProperty().subscribe(this::explain);
    }

    private Node arms() {
        ofCandidate.setSelected(true);
        var arms = new SegmentedButton(ofCandidate, ofBaseline);
        arms.getToggleGroup().selectedToggleProperty().subscribe((before, now) -> {
            if (now == null && before != null) {
                before.setSelected(true); // one of the two always holds
            } else {
                fill();
            }
        });
        return arms;
    }

    private void explain(@Nullable OpRow op) {
        reason.setText(
                op == null ? texts.get("ops.choose") : texts.get("ops.why", op.name(), op.kernel(), op.reason()));
    }

    private void fill() {
        RunReport shown = report;
        if (shown == null) {
            picture.show(List.of());
            table.makeReady();
            return;
        }
        List<OpRow> rows = ofBaseline.isSelected()
                ? shown.baseline().ops()
                : shown.candidate().ops();
        picture.show(rows);
        int selected = table.node().getSelectionModel().getSelectedIndex();
        table.node().getItems().setAll(rows);
        table.fit();
        table.node().sort();
        table.node().getSelectionModel().clearAndSelect(Math.min(selected, rows.size() - 1));
        table.node().setAccessibleText(picture.description());
    }

    @Override
    public Node node() {
        return card;
    }

    @Override
    public void show(RunReport shown) {
        report = shown;
        fill();
        card.setFilled(true);
        table.node().setFocusTraversable(true);
    }

    @Override
    public void clear() {
        report = null;
        fill();
        card.setFilled(false);
        table.node().setFocusTraversable(false);
    }
}
