package hone.profiler.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hone.engine.Cancelled;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs that need the machine to themselves. */
@Timeout(60)
class JobServiceTest {
    private final JobService jobs = new JobService();
    private final CountDownLatch hold = new CountDownLatch(1);

    @AfterEach
    void end() {
        hold.countDown();
        jobs.close();
    }

    private JobService.Job<String> held() {
        return jobs.exclusive("the first", stop -> {
            try {
                hold.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            stop.check("the first");
            return "done";
        });
    }

    private static void assertCancelled(CompletableFuture<?> result) {
        ExecutionException thrown = assertThrows(ExecutionException.class, () -> result.get(10, TimeUnit.SECONDS));
        assertInstanceOf(Cancelled.class, thrown.getCause());
    }

    @Test
    void oneRunsAtATimeInOrder() throws Exception {
        AtomicInteger running = new AtomicInteger();
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<?> last = CompletableFuture.completedFuture("");
        for (String name : "abcdefgh".split("")) {
            last = jobs.exclusive(name, _ -> {
                        assertEquals(1, running.incrementAndGet());
                        order.add(name);
                        return running.decrementAndGet();
                    })
                    .result();
        }
        assertEquals(0, last.get(10, TimeUnit.SECONDS));
        assertEquals("abcdefgh", String.join("", order));
    }

    /** What runs before it may take long, and a person who cancels is told now. */
    @Test
    void aQueuedJobIsOverAtOnceWhenItIsCancelled() throws Exception {
        JobService.Job<String> first = held();
        AtomicBoolean ran = new AtomicBoolean();
        JobService.Job<Boolean> second = jobs.exclusive("the second", _ -> ran.getAndSet(true));
        second.cancel();
        assertCancelled(second.result());
        assertFalse(first.result().isDone());
        hold.countDown();
        assertEquals("done", first.result().get(10, TimeUnit.SECONDS));
        jobs.exclusive("the third", _ -> "").result().get(10, TimeUnit.SECONDS);
        assertFalse(ran.get());
    }

    @Test
    void aRunningJobEndsWhereItLooks() {
        JobService.Job<String> first = held();
        first.cancel();
        hold.countDown();
        assertCancelled(first.result());
    }

    @Test
    void theLatestStopsTheOneBefore() throws Exception {
        held();
        JobService.Job<String> early = jobs.latest("a trial", _ -> "early");
        JobService.Job<String> late = jobs.latest("a trial", _ -> "late");
        hold.countDown();
        assertCancelled(early.result());
        assertEquals("late", late.result().get(10, TimeUnit.SECONDS));
    }

    @Test
    void afterTheEndNothingBegins() {
        jobs.close();
        assertCancelled(jobs.exclusive("a trial", _ -> "").result());
    }
}
