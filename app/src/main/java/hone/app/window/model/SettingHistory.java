package hone.app.window.model;

import java.util.ArrayDeque;
import java.util.Deque;

/** The settings of this session, to walk back and forth in. */
final class SettingHistory {
    private static final int LONGEST = 200;

    private final Deque<Setting> past = new ArrayDeque<>();
    private final Deque<Setting> future = new ArrayDeque<>();
    private Setting present;

    SettingHistory(Setting start) {
        present = start;
    }

    Setting present() {
        return present;
    }

    /** Goes on to a new setting; what was undone is gone. */
    void push(Setting next) {
        past.push(present);
        if (past.size() > LONGEST) {
            past.removeLast();
        }
        future.clear();
        present = next;
    }

    boolean canUndo() {
        return !past.isEmpty();
    }

    boolean canRedo() {
        return !future.isEmpty();
    }

    void undo() {
        if (canUndo()) {
            future.push(present);
            present = past.pop();
        }
    }

    void redo() {
        if (canRedo()) {
            past.push(present);
            present = future.pop();
        }
    }
}
