package hone.visualizers.chart;

import hone.visualizers.Texts;
import java.awt.image.BufferedImage;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The frame around a picture: its title, a switch to the table twin, a menu with the exports, and the sentence that
 * stands there while there is nothing to draw.
 */
public final class PictureCard extends VBox {
    private final Texts texts;
    private final Picture picture;
    private final ExportDesk desk;
    private final Node drawing;
    private final StackPane body = new StackPane();
    private final HBox tools = new HBox();
    private final HBox extras = new HBox();
    private final Label empty = new Label();
    private final Button enlarge = new Button();
    private final ToggleButton asTable = new ToggleButton();
    private boolean filled;
    private boolean readied;

    /**
     * A card.
     *
     * @param drawing the node that shows the picture
     * @param emptyText what to do to fill it
     */
    public PictureCard(String title, String emptyText, Picture picture, Node drawing, ExportDesk desk, Texts texts) {
        this.texts = texts;
        this.picture = picture;
        this.desk = desk;
        this.drawing = drawing;
        getStyleClass().add("picture-card");
        empty.setText(emptyText);
        empty.setWrapText(true);
        empty.getStyleClass().add("picture-empty");
        var heading = new Label(title);
        heading.getStyleClass().add("picture-title");
        heading.setMinWidth(Region.USE_PREF_SIZE);
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        tools.getStyleClass().add("picture-tools");
        var header = new HBox(heading, extras, gap, tools);
        header.getStyleClass().add("picture-header");
        extras.getStyleClass().add("picture-extras");
        tools.getChildren().addAll(tableSwitch(), enlargeButton(), menu());
        setEnlarged(false);
        VBox.setVgrow(body, Priority.ALWAYS);
        body.setMinSize(0, 0);
        getChildren().addAll(header, body);
        attachContextMenu();
        refresh();
    }

    /** A card without a table switch: its picture is a table already. */
    public PictureCard withoutTableSwitch() {
        tools.getChildren().remove(asTable);
        return this;
    }

    /**
     * A card whose drawing stands in it, unseen, from the start: a table takes a tenth of a second to be styled and laid
     * out, which the opening window has and the end of the first trial has not.
     */
    public PictureCard ready() {
        readied = true;
        refresh();
        return this;
    }

    /** Adds a control to the header, right of the title. */
    public void addTool(Node tool) {
        extras.getChildren().add(tool);
    }

    /** Whether there is something to draw. */
    public void setFilled(boolean filled) {
        this.filled = filled;
        tools.setDisable(!filled);
        refresh();
    }

    private void refresh() {
        tools.setDisable(!filled);
        drawing.setOpacity(filled ? 1 : 0);
        drawing.setMouseTransparent(!filled);
        if (!filled) {
            body.getChildren().setAll(readied ? List.of(drawing, empty) : List.of(empty));
        } else if (asTable.isSelected()) {
            body.getChildren().setAll(TableTwin.of(picture.table()));
        } else if (!body.getChildren().equals(List.of(drawing))) {
            body.getChildren().setAll(drawing);
        }
    }

    /** Brings the table twin up to date, if that is what shows. */
    public void refreshTable() {
        if (filled && asTable.isSelected()) {
            refresh();
        }
    }

    private Node tableSwitch() {
        asTable.setGraphic(new FontIcon(Feather.LIST));
        asTable.getStyleClass().addAll("icon-button", "flat");
        asTable.setTooltip(new Tooltip(texts.get("card.table")));
        asTable.setAccessibleText(texts.get("card.table"));
        asTable.selectedProperty().subscribe(_ -> refresh());
        return asTable;
    }

    private Node enlargeButton() {
        enlarge.getStyleClass().addAll("icon-button", "flat");
        return enlarge;
    }

    /** What the enlarging button does; the grid around the cards says. */
    void onEnlarge(Runnable action) {
        enlarge.setOnAction(_ -> {
            action.run();
            enlarge.requestFocus();
        });
    }

    /** Shows whether the card has all the room. */
    void setEnlarged(boolean large) {
        String name = texts.get(large ? "card.restore" : "card.enlarge");
        enlarge.setGraphic(new FontIcon(large ? Feather.MINIMIZE_2 : Feather.MAXIMIZE_2));
        enlarge.setAccessibleText(name);
        enlarge.setTooltip(new Tooltip(name));
    }

    private Node menu() {
        var button = new MenuButton(null, new FontIcon(Feather.MORE_HORIZONTAL));
        button.getStyleClass().addAll("icon-button", "flat", "no-arrow");
        button.setAccessibleText(texts.get("card.menu"));
        button.setTooltip(new Tooltip(texts.get("card.menu")));
        button.getItems().addAll(items());
        return button;
    }

    private void attachContextMenu() {
        var context = new ContextMenu();
        context.getItems().addAll(items());
        body.setOnContextMenuRequested(event -> {
            if (filled) {
                context.show(body, event.getScreenX(), event.getScreenY());
            }
            event.consume();
        });
    }

    private List<MenuItem> items() {
        return List.of(
                item("card.png", this::exportPng),
                item("card.svg", this::exportSvg),
                item("card.csv", this::exportCsv),
                item("card.copy", () -> desk.copy(picture.table().csv())));
    }

    private MenuItem item(String key, Runnable action) {
        var item = new MenuItem(texts.get(key));
        item.setOnAction(_ -> action.run());
        return item;
    }

    private void exportPng() {
        desk.choose(picture.table().name() + ".png").ifPresent(file -> {
            BufferedImage pixels = PictureExport.pixels(picture);
            desk.save(file, path -> PictureExport.write(pixels, path));
        });
    }

    private void exportSvg() {
        desk.choose(picture.table().name() + ".svg").ifPresent(file -> {
            String document = PictureExport.svg(picture);
            desk.save(file, path -> PictureExport.write(document, path));
        });
    }

    private void exportCsv() {
        desk.choose(picture.table().name() + ".csv").ifPresent(file -> {
            String csv = picture.table().csv();
            desk.save(file, path -> PictureExport.write(csv, path));
        });
    }

    /** The buttons of the header, for those who test them. */
    List<Node> headerTools() {
        return List.copyOf(tools.getChildren());
    }

    /** A flat button with an icon and a name for screen readers. */
    public static Button iconButton(Feather icon, String name) {
        var button = new Button(null, new FontIcon(icon));
        button.getStyleClass().addAll("icon-button", "flat");
        button.setAccessibleText(name);
        button.setTooltip(new Tooltip(name));
        return button;
    }
}
