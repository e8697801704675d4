package dev.idiolect.oauth.cdi.internal;

import dev.idiolect.oauth.internal.http.DaemonThreads;
import jakarta.enterprise.concurrent.ContextService;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * Creates threads with the container context of the calling thread, if the container supports Jakarta Concurrency. A
 * custom store needs this context to find its data source.
 *
 * <p>The container's managed threads are unsuitable: they are interrupted when the application stops, but a refresh
 * that has consumed its refresh token must still save the new one.
 */
final class ContainerThreads implements ThreadFactory {

    private static final Logger LOG = System.getLogger(ContainerThreads.class.getName());

    private static final String SERVICE = "java:comp/DefaultContextService";

    /** Looks up the container's context service. */
    interface Lookup {
        Object find() throws NamingException;
    }

    private final Lookup service;
    private final ThreadFactory threads = new DaemonThreads();

    @SuppressWarnings("BanJNDI") // the name is a constant of the Jakarta EE specification
    ContainerThreads() {
        this(() -> InitialContext.doLookup(SERVICE));
    }

    ContainerThreads(Lookup service) {
        this.service = service;
    }

    @Override
    public Thread newThread(Runnable task) {
        return threads.newThread(inContext(task));
    }

    private Runnable inContext(Runnable task) {
        try {
            return Service.contextual(service.find(), task);
        } catch (NamingException | LinkageError | RuntimeException e) {
            LOG.log(Level.DEBUG, "No container context for a thread: {0}", e.getMessage());
            return task;
        }
    }

    /** A separate class, loaded only if the container has the service and its API. */
    private static final class Service {

        static Runnable contextual(Object service, Runnable task) {
            AtomicBoolean started = new AtomicBoolean();
            Runnable tracked = () -> {
                started.set(true);
                task.run();
            };
            Runnable proxy = ((ContextService) service).createContextualProxy(tracked, Runnable.class);
            return () -> {
                try {
                    proxy.run();
                } catch (RuntimeException | Error e) {
                    if (started.get()) {
                        throw e;
                    }
                    // The application has stopped and its context is gone, but callers still wait for the task.
                    LOG.log(Level.DEBUG, "Running a task without its container context: {0}", e.getMessage());
                    task.run();
                }
            };
        }
    }
}
