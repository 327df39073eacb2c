package hone.visualizers.bars;

import hone.profiler.report.RunReport;
import hone.visualizers.ReportView;
import hone.visualizers.Texts;
import hone.visualizers.chart.ChartPane;
import hone.visualizers.chart.ExportDesk;
import hone.visualizers.chart.PictureCard;
import hone.visualizers.theme.Theme;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;

/** Bars of quality and size in their card. */
public final class BarsView implements ReportView {
    private final BarsPicture picture;
    private final ChartPane pane;
    private final PictureCard card;

    public BarsView(ObservableValue<Theme> theme, ExportDesk desk, Texts texts) {
        picture = new BarsPicture(texts);
        pane = new ChartPane(picture, theme);
        pane.setId("bars-chart");
        card = new PictureCard(texts.get("bars.title"), texts.get("bars.empty"), picture, pane, desk, texts);
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
