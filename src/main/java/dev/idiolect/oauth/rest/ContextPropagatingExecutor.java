package dev.idiolect.oauth.rest;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on another executor, with the current call and the context class loader of the submitting thread. Shutting
 * it down has no effect, because it does not own the other executor.
 */
final class ContextPropagatingExecutor extends AbstractExecutorService {

    private final Executor executor;

    ContextPropagatingExecutor(Executor executor) {
        this.executor = executor;
    }

    @Override
    public void execute(Runnable task) {
        SignedCall call = CallScope.current();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        executor.execute(() -> run(task, call, loader));
    }

    private static void run(Runnable task, @Nullable SignedCall call, @Nullable ClassLoader loader) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            CallScope.within(call, () -> {
                task.run();
                return task;
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("A Runnable threw a checked exception", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }
}
