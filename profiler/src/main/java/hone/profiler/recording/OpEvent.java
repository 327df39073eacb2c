package hone.profiler.recording;

import hone.profiler.pass.OpFacts;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One op of one run, as it stands in a flight recording; without a stack trace, which would cost more than most ops, and with what {@link OpFactsEvent} says once. */
@Name(OpEvent.NAME)
@Label("Op")
@Category({"Hone", "Engine"})
@Description("One op of one inference")
@StackTrace(false)
final class OpEvent extends Event {
    static final String NAME = "hone.Op";

    @Label("Side")
    @Description("baseline or candidate")
    String side = "";

    @Label("Name")
    String name = "";

    @Label("Layer")
    String layer = "";

    @Label("Kernel")
    String kernel = "";

    /** Takes over what is known of the op. */
    void describe(String ofSide, OpFacts facts) {
        side = ofSide;
        name = facts.name();
        layer = facts.layer();
        kernel = facts.kernel();
    }
}
