package hone.profiler.recording;

import hone.profiler.pass.OpFacts;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One op of one run, as it stands in a flight recording; without a stack trace, which would cost more than most ops. */
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

    @Label("Kind of Op")
    String op = "";

    @Label("Kernel")
    String kernel = "";

    @Label("Shape")
    String shape = "";

    @Label("Element Type")
    String dtype = "";

    @Label("FLOPs")
    @Description("2 × multiply-adds for the batch, dense")
    long flops;

    @Label("Bytes")
    @Description("Read and written for the batch, derived by formula")
    @DataAmount
    long bytes;

    /** Takes over what is known of the op. */
    void describe(String ofSide, OpFacts facts) {
        side = ofSide;
        name = facts.name();
        layer = facts.layer();
        op = facts.op();
        kernel = facts.kernel();
        shape = facts.shape();
        dtype = facts.dtype();
        flops = facts.flops();
        bytes = facts.bytes();
    }
}
