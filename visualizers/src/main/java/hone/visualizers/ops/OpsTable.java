package hone.visualizers.ops;

import hone.profiler.report.OpRow;
import hone.visualizers.Figures;
import hone.visualizers.Texts;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.text.Text;

/** The sortable table of ops; figures sort by value, not by their text. */
final class OpsTable {
    /** With rows of one height only the cells of the columns in sight are made, which halves the work of a first report. */
    private static final double ROW_HEIGHT = 22;

    private static final double LEAST_NAME = 50;
    private static final double LEAST_KERNEL = 128;
    private static final double MOST_TEXT = 140;
    private static final double CELL_PADDING = 18;
    private static final int READY_ROWS = 5;
    private static final OpRow BLANK = new OpRow("", "", "", "", "", "", 0, 0, 0, 0, 0, 1, 1, null, 0, "");

    private final Texts texts;
    private final TableView<OpRow> table = new TableView<>();
    private List<String> fitted = List.of();

    OpsTable(Texts texts) {
        this.texts = texts;
        table.setId("ops-table");
        table.getStyleClass().addAll("dense", "edge-to-edge", "ops-table");
        table.setFixedCellSize(ROW_HEIGHT);
        table.getColumns().add(text("name", LEAST_NAME, OpRow::name));
        table.getColumns().add(text("kernel", LEAST_KERNEL, OpRow::kernel));
        table.getColumns().add(figure("time", 62, OpRow::nanos, op -> Figures.duration(op.nanos(), 0)));
        table.getColumns().add(share());
        table.getColumns().add(figure("flops", 62, OpRow::flops, op -> Figures.amount(op.flops())));
        table.getColumns().add(figure("bytes", 68, OpRow::bytes, op -> Figures.bytes(op.bytes())));
        table.getColumns().add(text("dtype", 56, OpRow::dtype));
        table.getColumns().add(text("shape", 200, OpRow::shape));
        table.getColumns().add(text("op", 70, OpRow::op));
        table.getColumns().add(text("layer", 60, OpRow::layer));
        table.getColumns().add(text("reason", 260, OpRow::reason));
    }

    /**
     * Columns of names as wide as their longest name, within limits: models call their ops differently. With the same names as
     * before they stay as they are, since a person may have drawn them wider.
     */
    void fit() {
        List<String> names = table.getItems().stream().map(OpRow::name).toList();
        if (names.equals(fitted)) {
            return;
        }
        fitted = names;
        fit(0, LEAST_NAME, OpRow::name);
        fit(1, LEAST_KERNEL, OpRow::kernel);
    }

    private void fit(int column, double least, Function<OpRow, String> of) {
        Text measure = new Text();
        table.lookupAll(".table-cell").stream()
                .filter(Labeled.class::isInstance)
                .findFirst()
                .ifPresent(cell -> measure.setFont(((Labeled) cell).getFont()));
        double widest = 0;
        for (OpRow row : table.getItems()) {
            measure.setText(of.apply(row));
            widest = Math.max(widest, measure.getLayoutBounds().getWidth());
        }
        table.getColumns().get(column).setPrefWidth(Math.clamp(widest + CELL_PADDING, least, MOST_TEXT));
    }

    /** Blank rows for as long as the table cannot be seen: with them its cells are made, which the first report reuses. */
    void makeReady() {
        table.getItems().setAll(Collections.nCopies(READY_ROWS, BLANK));
    }

    TableView<OpRow> node() {
        return table;
    }

    private TableColumn<OpRow, String> text(String key, double width, Function<OpRow, String> of) {
        var column = new TableColumn<OpRow, String>(texts.get("ops.column." + key));
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(of.apply(row.getValue())));
        column.setPrefWidth(width);
        return column;
    }

    private TableColumn<OpRow, OpRow> figure(
            String key, double width, ToDoubleFunction<OpRow> value, Function<OpRow, String> say) {
        var column = new TableColumn<OpRow, OpRow>(texts.get("ops.column." + key));
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setComparator(java.util.Comparator.comparingDouble(value));
        column.setCellFactory(_ -> new FigureCell(say));
        column.setPrefWidth(width);
        column.getStyleClass().add("figure-column");
        return column;
    }

    private TableColumn<OpRow, OpRow> share() {
        var column = new TableColumn<OpRow, OpRow>(texts.get("ops.column.share"));
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setComparator(java.util.Comparator.comparingDouble(OpRow::share));
        column.setCellFactory(_ -> new ShareCell());
        column.setPrefWidth(102);
        return column;
    }

    /** A number, right-aligned. */
    private static final class FigureCell extends TableCell<OpRow, OpRow> {
        private final Function<OpRow, String> say;

        FigureCell(Function<OpRow, String> say) {
            this.say = say;
            setAlignment(Pos.CENTER_RIGHT);
        }

        @Override
        protected void updateItem(OpRow op, boolean empty) {
            super.updateItem(op, empty);
            setText(empty || op == null ? null : say.apply(op));
        }
    }
}
