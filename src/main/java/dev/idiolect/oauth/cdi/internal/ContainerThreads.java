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
 * Threads that have the container's context of whoever asks for them, where it has Jakarta Concurrency, so that a store of the
 * application's own finds its data source there. The container's own threads are no good: it interrupts those when the
 * application stops, and a refresh that has spent its token must save what it got.
 */
final class ContainerThreads implements ThreadFactory {

    private static final Logger LOG = System.getLogger(ContainerThreads.class.getName());

    private static final String SERVICE = "java:comp/DefaultContextService";

    /** Finds the container's service. */
    interface Lookup {
        Object find() throws NamingException;
    }

    private final Lookup service;
    private final ThreadFactory threads = new DaemonThreads();

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
        } catch (NamingException | LinkageError | RuntimeException none) {
            LOG.log(Level.DEBUG, "No context of the container for a thread: {0}", none.getMessage());
            return task;
        }
    }

    /** Is loaded where the container has the service, and so its API. */
    private static final class Service {

        static Runnable contextual(Object service, Runnable task) {
            AtomicBoolean begun = new AtomicBoolean();
            Runnable noted = () -> {
                begun.set(true);
                task.run();
            };
            Runnable proxy = ((ContextService) service).createContextualProxy(noted, Runnable.class);
            return () -> {
                try {
                    proxy.run();
                } catch (RuntimeException | Error e) {
                    if (begun.get()) {
                        throw e;
                    }
                    // The context of an application that has stopped meanwhile can't be had any more. Callers wait for
                    // the task all the same.
                    LOG.log(Level.DEBUG, "The container''s context is gone: {0}", e.getMessage());
                    task.run();
                }
            };
        }
    }
}
