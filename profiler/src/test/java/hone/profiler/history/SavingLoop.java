package hone.profiler.history;

import hone.profiler.report.ExampleReports;
import java.nio.file.Path;

/** A process that saves reports one after the other, and says of each that it is saved, until it is killed. */
final class SavingLoop {
    private SavingLoop() {}

    /** Takes the history's folder, the number of the first report, and a file to import again and again, or none. */
    public static void main(String[] words) {
        History history = new History(Path.of(words[0]), note -> System.out.println("note " + note));
        for (int number = Integer.parseInt(words[1]); ; number++) {
            if (words.length > 2) {
                history.take(Path.of(words[2]));
                history.delete(history.list(HistoryFilter.ALL).stream()
                        .filter(entry -> entry.model().equals("many"))
                        .map(HistoryEntry::id)
                        .toList());
            }
            String id = history.add(ExampleReports.numbered(number));
            System.out.println("saved " + id);
            System.out.flush();
        }
    }
}
