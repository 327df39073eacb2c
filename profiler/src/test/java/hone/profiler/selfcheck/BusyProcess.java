package hone.profiler.selfcheck;

/** The busy process of a check, without the rest of the program. */
final class BusyProcess {
    private BusyProcess() {}

    public static void main(String[] arguments) {
        System.out.println(Stressor.work(Stressor.SECONDS));
    }
}
