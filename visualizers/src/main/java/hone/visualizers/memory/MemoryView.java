package hone.visualizers.memory;

import hone.profiler.report.RunReport;
import hone.visualizers.ReportView;
import hone.visualizers.Texts;
import hone.visualizers.chart.ChartPane;
import hone.visualizers.chart.ExportDesk;
import hone.visualizers.chart.PictureCard;
import hone.visualizers.theme.Theme;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;

/** The memory chart in its card. */
public final class MemoryView implements ReportView {
    private final MemoryPicture picture;
    private final ChartPane pane;
    private final PictureCard card;

    public MemoryView(ObservableValue<Theme> theme, ExportDesk desk, Texts texts) {
        picture = new MemoryPicture(texts);
        pane = new ChartPane(picture, theme);
        pane.setId("memory-chart");
        card = new PictureCard(texts.get("memory.title"), texts.get("memory.empty"), picture, pane, desk, texts);
    }

    @Override
    public Node node() {
        return card;
    }

    @Override
    public void show(RunReport report) {
        picture.show(report);
        card.setFilled(true);
        card.refreshTable();
        pane.redrawNow();
    }

    @Override
    public void clear() {
        picture.show(null);
        card.setFilled(false);
    }
}
