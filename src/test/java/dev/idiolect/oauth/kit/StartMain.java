package dev.idiolect.oauth.kit;

import dev.idiolect.oauth.testkit.AtprotoServer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;

/** Starts a server in a new JVM, and prints the processor time and the whole time in milliseconds. */
final class StartMain {

    private StartMain() {}

    public static void main(String[] arguments) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long processor = threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        try (AtprotoServer server = AtprotoServer.start()) {
            long elapsed = System.nanoTime() - start;
            processor = threads.getCurrentThreadCpuTime() - processor;
            System.out.println(server.accounts().size() + " accounts after "
                    + TimeUnit.NANOSECONDS.toMillis(processor) + " of "
                    + TimeUnit.NANOSECONDS.toMillis(elapsed) + " ms");
        }
    }
}
