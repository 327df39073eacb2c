package hone.engine.run;

import hone.engine.Cancellation;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;

/** One op of an opened plan on the calling thread: a prepared kernel and the operands it runs on. */
class Step {
    final Prepared prepared;
    final Operands operands;

    Step(Prepared prepared, Operands operands) {
        this.prepared = prepared;
        this.operands = operands;
    }

    void run(Cancellation stop) {
        prepared.begin(operands);
        prepared.run(operands, 0, prepared.units(operands), 0);
        prepared.end(operands);
    }
}
