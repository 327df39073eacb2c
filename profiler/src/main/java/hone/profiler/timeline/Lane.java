package hone.profiler.timeline;

/** A row of the timeline beside the steps: what the JVM did, by kind, and the recorder's event for it. */
public enum Lane {
    GC("garbage collection", "jdk.GCPhasePause", "name"),
    SAFEPOINT("safepoint", "jdk.ExecuteVMOperation", "operation"),
    COMPILATION("compilation", "jdk.Compilation", "method"),
    DEOPTIMIZATION("deoptimization", "jdk.Deoptimization", "method"),
    PARK("parked thread", "jdk.ThreadPark", "parkedClass"),
    BLOCKED("blocked thread", "jdk.JavaMonitorEnter", "monitorClass"),
    ALLOCATION("allocation sample", "jdk.ObjectAllocationSample", "objectClass");

    private final String text;
    private final String event;
    private final String nameField;

    Lane(String text, String event, String nameField) {
        this.text = text;
        this.event = event;
        this.nameField = nameField;
    }

    public String text() {
        return text;
    }

    String event() {
        return event;
    }

    String nameField() {
        return nameField;
    }
}
