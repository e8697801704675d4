package dev.idiolect.oauth.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Threads that start at the same time. */
final class Threads {

    /** The work of one thread. */
    interface Work {
        void run(int thread) throws Exception;
    }

    private Threads() {}

    /** Runs the work on each thread, and waits for all threads. Fails if one fails. */
    static void together(String name, int threads, Duration patience, Work work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Call<@Nullable Void>> calls = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int thread = i;
            calls.add(Call.run(name, patience, () -> {
                start.await(10, TimeUnit.SECONDS);
                work.run(thread);
            }));
        }
        for (Call<@Nullable Void> call : calls) {
            call.result();
        }
    }
}
