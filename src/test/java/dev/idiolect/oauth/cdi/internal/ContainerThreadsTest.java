package dev.idiolect.oauth.cdi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.concurrent.ContextService;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import javax.naming.NamingException;
import javax.naming.NoInitialContextException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ContainerThreadsTest {

    private final List<String> seen = new CopyOnWriteArrayList<>();

    /** Returns a context service whose proxies come from this handler. */
    private static ContextService contextService(InvocationHandler contexts) {
        return (ContextService) Proxy.newProxyInstance(
                ContextService.class.getClassLoader(), new Class<?>[] {ContextService.class}, contexts);
    }

    private void runWith(ContainerThreads.Lookup service) throws InterruptedException {
        Thread thread = new ContainerThreads(service).newThread(() -> seen.add("task"));
        assertThat(thread.isDaemon()).isTrue();
        thread.start();
        thread.join();
    }

    @Test
    void taskRunsInTheContextOfTheCallingThread() throws InterruptedException {
        AtomicReference<Thread> captured = new AtomicReference<>();
        runWith(() -> contextService((proxy, method, arguments) -> {
            captured.set(Thread.currentThread());
            Runnable task = (Runnable) arguments[0];
            return (Runnable) () -> {
                seen.add("begin");
                task.run();
                seen.add("end");
            };
        }));
        assertThat(seen).containsExactly("begin", "task", "end");
        assertThat(captured).hasValue(Thread.currentThread());
    }

    @Test
    void taskRunsOnceWithoutAContextThatIsGone() throws InterruptedException {
        runWith(() -> contextService((proxy, method, arguments) -> (Runnable) () -> {
            throw new IllegalStateException("the application has stopped");
        }));
        assertThat(seen).containsExactly("task");
    }

    @Test
    void taskIsNotRunAgainIfItsContextFailsAfterIt() throws InterruptedException {
        AtomicReference<Throwable> uncaught = new AtomicReference<>();
        Thread thread = new ContainerThreads(() -> contextService((proxy, method, arguments) -> (Runnable) () -> {
                    ((Runnable) arguments[0]).run();
                    throw new IllegalStateException("the context cannot be restored");
                }))
                .newThread(() -> seen.add("task"));
        thread.setUncaughtExceptionHandler((where, failure) -> uncaught.set(failure));
        thread.start();
        thread.join();
        assertThat(seen).containsExactly("task");
        assertThat(uncaught.get()).hasMessage("the context cannot be restored");
    }

    @Test
    void taskRunsInContainersWithoutAContextService() throws InterruptedException {
        List<ContainerThreads.Lookup> none = List.of(
                () -> {
                    throw new NoInitialContextException();
                },
                () -> {
                    throw new NamingException("nothing by that name");
                },
                () -> "something else",
                () -> {
                    throw new NoClassDefFoundError("jakarta/enterprise/concurrent/ContextService");
                },
                () -> contextService((proxy, method, arguments) -> {
                    throw new IllegalStateException("not on this thread");
                }));
        for (ContainerThreads.Lookup lookup : none) {
            seen.clear();
            runWith(lookup);
            assertThat(seen).containsExactly("task");
        }
    }
}
