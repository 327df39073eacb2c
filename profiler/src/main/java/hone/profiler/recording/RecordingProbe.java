package hone.profiler.recording;

import hone.engine.run.Probe;
import hone.profiler.pass.OpFacts;
import java.util.List;

/** A probe that turns every op into a flight-recorder event. */
final class RecordingProbe implements Probe {
    private final String side;
    private final List<OpFacts> facts;
    private OpEvent event = new OpEvent();

    RecordingProbe(String side, List<OpFacts> facts) {
        this.side = side;
        this.facts = facts;
    }

    /** A probe into the recording that runs, which gets the facts of every op first. */
    static RecordingProbe begin(String side, List<OpFacts> facts) {
        facts.forEach(one -> OpFactsEvent.write(side, one));
        return new RecordingProbe(side, facts);
    }

    @Override
    public void before(int step) {
        event = new OpEvent();
        event.begin();
    }

    @Override
    public void after(int step) {
        event.end();
        if (event.shouldCommit()) {
            event.describe(side, facts.get(step));
            event.commit();
        }
    }
}
