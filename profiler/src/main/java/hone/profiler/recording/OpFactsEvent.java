package hone.profiler.recording;

import hone.profiler.pass.OpFacts;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** What is known of an op without running it: once in a recording, since writing it with every run would cost as much as small ops. */
@Name(OpFactsEvent.NAME)
@Label("Op Facts")
@Category({"Hone", "Engine"})
@Description("What is known of an op without running it")
@StackTrace(false)
final class OpFactsEvent extends Event {
    static final String NAME = "hone.OpFacts";

    @Label("Side")
    @Description("baseline or candidate")
    String side = "";

    @Label("Name")
    String name = "";

    @Label("Kind of Op")
    String op = "";

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

    /** Writes it into the recording that runs. */
    static void write(String side, OpFacts facts) {
        OpFactsEvent event = new OpFactsEvent();
        event.side = side;
        event.name = facts.name();
        event.op = facts.op();
        event.shape = facts.shape();
        event.dtype = facts.dtype();
        event.flops = facts.flops();
        event.bytes = facts.bytes();
        event.commit();
    }
}
