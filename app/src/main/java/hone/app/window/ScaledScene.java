package hone.app.window;

import hone.visualizers.chart.ChartPane;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.WritableImage;
import javafx.scene.transform.Scale;

/** Takes a scene's picture at more than one pixel per unit. */
final class ScaledScene {
    private ScaledScene() {}

    static WritableImage snapshot(Scene scene, double scale) {
        if (scale == 1) {
            return scene.snapshot(null);
        }
        scene.snapshot(null); // the charts are in the scene only once the skins around them are
        for (Node node : scene.getRoot().lookupAll(".chart-pane")) {
            if (node instanceof ChartPane chart) {
                chart.setResolution(scale); // a canvas enlarged afterwards would be blurred
            }
        }
        scene.snapshot(null); // lays everything out in the scene's own size first
        var parameters = new SnapshotParameters();
        parameters.setTransform(new Scale(scale, scale));
        parameters.setFill(scene.getFill());
        var image = new WritableImage(
                (int) Math.round(scene.getWidth() * scale), (int) Math.round(scene.getHeight() * scale));
        return scene.getRoot().snapshot(parameters, image);
    }
}
