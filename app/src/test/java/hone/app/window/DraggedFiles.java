package hone.app.window;

import com.sun.javafx.scene.input.DragboardHelper;
import com.sun.javafx.tk.TKClipboard;
import com.sun.javafx.tk.Toolkit;
import java.io.File;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.DragEvent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.TransferMode;
import org.testfx.util.WaitForAsyncUtils;

/** Files that hover over a window; the headless platform has no drags, so these are the events that a system sends. */
final class DraggedFiles {
    private final Node target;
    private final Dragboard board;

    private DraggedFiles(Node target, Dragboard board) {
        this.target = target;
        this.board = board;
    }

    static DraggedFiles over(Node target, List<File> files) throws Exception {
        Dragboard board = WaitForAsyncUtils.waitForAsyncFx(5_000, () -> {
            Dragboard made = DragboardHelper.createDragboard(draggedToCopy());
            var content = new ClipboardContent();
            content.putFiles(files);
            made.setContent(content);
            return made;
        });
        var dragged = new DraggedFiles(target, board);
        dragged.send(DragEvent.DRAG_OVER);
        return dragged;
    }

    void drop() throws Exception {
        send(DragEvent.DRAG_DROPPED);
        WaitForAsyncUtils.waitForFxEvents();
    }

    /** A clipboard that belongs to a drag, which one of the program's own is not until a mouse drags. */
    private static TKClipboard draggedToCopy() {
        TKClipboard local = Toolkit.getToolkit().createLocalClipboard();
        return (TKClipboard) Proxy.newProxyInstance(
                DraggedFiles.class.getClassLoader(),
                new Class<?>[] {TKClipboard.class},
                (_, method, arguments) -> method.getName().equals("getTransferModes")
                        ? Set.of(TransferMode.COPY)
                        : method.invoke(local, arguments));
    }

    private void send(EventType<DragEvent> type) throws Exception {
        WaitForAsyncUtils.waitForAsyncFx(
                5_000,
                () -> Event.fireEvent(
                        target,
                        new DragEvent(
                                target, target, type, board, 0, 0, 500, 400, TransferMode.COPY, null, target, null)));
    }
}
