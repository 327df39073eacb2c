package hone.visualizers.ops;

import hone.profiler.report.OpRow;
import hone.visualizers.Figures;
import hone.visualizers.Texts;
import java.util.Collections;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/** The sortable table of ops; figures sort by value, not by their text. */
final class OpsTable {
    /** With rows of one height only the cells of the columns in sight are made, which halves the work of a first report. */
    private static final double ROW_HEIGHT = 22;

    private static final int READY_ROWS = 5;
    private static final OpRow BLANK = new OpRow("", "", "", "", "", "", 0, 0, 0, 0, 0, "");

    private final Texts texts;
    private final TableView<OpRow> table = new TableView<>();

    OpsTable(Texts texts) {
        this.texts = texts;
        table.setId("ops-table");
        table.getStyleClass().addAll("dense", "edge-to-edge", "ops-table");
        table.setFixedCellSize(ROW_HEIGHT);
        table.getColumns().add(text("name", 50, OpRow::name));
        table.getColumns().add(text("kernel", 128, OpRow::kernel));
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
