package hone.app.window.view;

import hone.app.window.model.Setting;
import hone.app.window.model.StudioViewModel;
import hone.app.window.model.TechniqueViewModel;
import hone.visualizers.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The left column: the screen, and below it the techniques; more than five go under "More", first of all those that
 * cannot be used in this model.
 */
public final class OutlinePane extends ScrollPane {
    private static final int VISIBLE = 5;

    public OutlinePane(StudioViewModel studio, Texts texts) {
        setId("outline");
        getStyleClass().addAll("outline", "edge-to-edge");
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setFocusTraversable(false);
        var screen = new Label(texts.get("screen.workbench"), new FontIcon(Feather.SLIDERS));
        screen.getStyleClass().add("outline-screen");
        screen.setMaxWidth(Double.MAX_VALUE);
        var question = new Label(texts.get("screen.workbench.question"));
        question.getStyleClass().add("outline-question");
        question.setWrapText(true);
        var heading = new Label(texts.get("outline.techniques"));
        heading.getStyleClass().add("section-title");
        var column = new VBox();
        column.getStyleClass().add("outline-column");
        // Another model takes other techniques, so the rows are put in order anew
        studio.settingProperty().map(Setting::model).subscribe(_ -> {
            column.getChildren().setAll(screen, question, heading);
            column.getChildren().addAll(rows(studio, texts));
        });
        setContent(column);
    }

    private static List<Node> rows(StudioViewModel studio, Texts texts) {
        List<TechniqueViewModel> all = Stream.concat(
                        studio.techniques().stream()
                                .filter(each -> each.appliesProperty().get()),
                        studio.techniques().stream()
                                .filter(each -> !each.appliesProperty().get()))
                .toList();
        List<Node> rows = new ArrayList<>();
        all.stream().limit(VISIBLE).forEach(model -> rows.add(new TechniqueRow(studio, model, texts)));
        if (all.size() > VISIBLE) {
            rows.add(more(all.subList(VISIBLE, all.size()), studio, texts));
        }
        return rows;
    }

    private static TitledPane more(List<TechniqueViewModel> rest, StudioViewModel studio, Texts texts) {
        var rows = new VBox();
        rest.forEach(model -> rows.getChildren().add(new TechniqueRow(studio, model, texts)));
        var more = new TitledPane(texts.get("outline.more", Integer.toString(rest.size())), rows);
        more.setExpanded(false);
        // A technique that is on, as in a remembered recipe, is not hidden.
        rest.forEach(model -> model.onProperty().subscribe(on -> more.setExpanded(more.isExpanded() || on)));
        return more;
    }
}
