package dev.idiolect.oauth.telemetry.internal;

import dev.idiolect.oauth.telemetry.Telemetry;
import java.util.concurrent.ThreadFactory;

/** Creates threads that run in the telemetry context of the thread that creates them. */
public final class TelemetryThreads implements ThreadFactory {

    private final ThreadFactory threads;
    private final Telemetry telemetry;

    private TelemetryThreads(ThreadFactory threads, Telemetry telemetry) {
        this.threads = threads;
        this.telemetry = telemetry;
    }

    /** Returns such a factory; {@code threads} itself if there is no telemetry. */
    public static ThreadFactory of(ThreadFactory threads, Telemetry telemetry) {
        return telemetry == Telemetry.none() ? threads : new TelemetryThreads(threads, telemetry);
    }

    @Override
    public Thread newThread(Runnable task) {
        return threads.newThread(telemetry.inCurrentContext(task));
    }
}
