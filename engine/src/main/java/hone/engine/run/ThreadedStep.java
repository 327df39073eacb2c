package hone.engine.run;

import hone.engine.Cancellation;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;

/**
 * The rung above all others: the same kernel, its units shared by several threads. Units begin and end where the shape
 * says, never where the number of threads would put them, so the result does not change by a bit.
 */
final class ThreadedStep extends Step implements KernelPool.Work {
    private final KernelPool pool;
    private final int threads;

    ThreadedStep(Prepared prepared, Operands operands, KernelPool pool, int threads) {
        super(prepared, operands);
        this.pool = pool;
        this.threads = threads;
    }

    @Override
    void run(Cancellation stop) {
        prepared.begin(operands);
        pool.run(this, prepared.units(operands), threads, stop);
        prepared.end(operands);
    }

    @Override
    public void run(long from, long to, int worker) {
        prepared.run(operands, from, to, worker);
    }
}
