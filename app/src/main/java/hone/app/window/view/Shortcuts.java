package hone.app.window.view;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import org.controlsfx.control.ToggleSwitch;
import org.jspecify.annotations.Nullable;

/**
 * The window's keys. They are handled after the node that has the focus, so Space on a button presses the button; and
 * plain letters and Space do nothing at all while a text input has the focus.
 */
public final class Shortcuts {
    private final Map<KeyCombination, Runnable> actions = new LinkedHashMap<>();

    /** Binds a key without modifiers. */
    public Shortcuts plain(KeyCode key, Runnable action) {
        actions.put(new KeyCodeCombination(key), action);
        return this;
    }

    /** Binds a key with Ctrl (⌘ on macOS) and, if asked, Shift. */
    public Shortcuts command(KeyCode key, boolean shift, Runnable action) {
        KeyCombination combination = shift
                ? new KeyCodeCombination(key, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN)
                : new KeyCodeCombination(key, KeyCombination.SHORTCUT_DOWN);
        actions.put(combination, action);
        return this;
    }

    /** Binds a typed character, wherever a keyboard layout has it. */
    public Shortcuts typed(String character, Runnable action) {
        actions.put(new TypedCombination(character), action);
        return this;
    }

    /** Listens in a scene. */
    public void install(Scene scene) {
        scene.addEventHandler(KeyEvent.KEY_PRESSED, event -> handle(event, scene));
        scene.addEventHandler(KeyEvent.KEY_TYPED, event -> handle(event, scene));
    }

    private void handle(KeyEvent event, Scene scene) {
        boolean command = event.isShortcutDown() || event.isAltDown() || event.getCode() == KeyCode.ESCAPE;
        Node focused = scene.getFocusOwner();
        if ((!command && isTextInput(focused)) || (event.getCode() == KeyCode.SPACE && usesSpace(focused))) {
            return;
        }
        for (Map.Entry<KeyCombination, Runnable> entry : actions.entrySet()) {
            if (entry.getKey().match(event)) {
                entry.getValue().run();
                event.consume();
                return;
            }
        }
    }

    private static boolean isTextInput(@Nullable Node focused) {
        return focused instanceof TextInputControl;
    }

    /** Whether Space means something to a control itself: to press, to open, to choose. */
    private static boolean usesSpace(@Nullable Node focused) {
        return focused instanceof ButtonBase
                || focused instanceof ChoiceBox
                || focused instanceof ToggleSwitch
                || focused instanceof TableView;
    }

    /** Matches what was typed and not the key it was typed with. */
    private static final class TypedCombination extends KeyCombination {
        private final String character;

        TypedCombination(String character) {
            this.character = character;
        }

        @Override
        public boolean match(KeyEvent event) {
            return event.getEventType() == KeyEvent.KEY_TYPED
                    && event.getCharacter().equals(character);
        }
    }
}
