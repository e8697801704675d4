package dev.idiolect.oauth.internal.http;

/** The request threads of a runtime. Logins and callbacks occupy them while they wait for servers. */
public final class RequestThreads {

    private static final int MIN = 4;
    private static final int MAX = 16;

    // WildFly has the smallest pool: 16 threads for each processor. Logins and callbacks may occupy half of it, and
    // reloaded callbacks some more.
    private static final int PER_PROCESSOR = 4;

    private RequestThreads() {}

    /** Returns how many requests of one kind, such as logins, may wait for servers at the same time. */
    public static int share() {
        return share(Runtime.getRuntime().availableProcessors());
    }

    static int share(int processors) {
        return Math.max(MIN, Math.min(MAX, PER_PROCESSOR * processors));
    }
}
