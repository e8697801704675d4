package dev.idiolect.oauth.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads that start at the same time. */
public final class Crowd implements AutoCloseable {

    public interface Task {
        void run(int thread) throws Exception;
    }

    private final int threads;
    private final ExecutorService executor;

    public Crowd(int threads) {
        this.threads = threads;
        this.executor = Executors.newFixedThreadPool(threads);
    }

    /** Runs the task on all threads at once and waits for them. Fails if one fails. */
    public void run(Task task) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int thread = i;
            running.add(executor.submit(() -> {
                start.await(10, TimeUnit.SECONDS);
                task.run(thread);
                return null;
            }));
        }
        for (Future<?> future : running) {
            future.get(60, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
