package hone.visualizers.chart;

import java.util.List;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/** A table node of a picture's figures. */
final class TableTwin {
    private TableTwin() {}

    static TableView<List<String>> of(DataTable data) {
        var table = new TableView<List<String>>();
        table.getStyleClass().addAll("dense", "edge-to-edge");
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        for (int i = 0; i < data.columns().size(); i++) {
            int at = i;
            var column = new TableColumn<List<String>, String>(data.columns().get(i));
            column.setCellValueFactory(
                    row -> new ReadOnlyStringWrapper(row.getValue().get(at)).getReadOnlyProperty());
            table.getColumns().add(column);
        }
        table.getItems().setAll(data.rows());
        table.setAccessibleText(data.name());
        return table;
    }
}
