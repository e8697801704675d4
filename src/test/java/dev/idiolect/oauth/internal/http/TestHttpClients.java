package dev.idiolect.oauth.internal.http;

import java.time.Duration;

/** Guards of refreshes on the real network, with a patience that suits a test. */
public final class TestHttpClients {

    private TestHttpClients() {}

    /** One that reads on for no answer longer than for all others. */
    public static SsrfSafeHttpClient of(Duration limit) {
        return of(limit, limit);
    }

    /** One that does something before it connects. */
    public static SsrfSafeHttpClient connecting(Duration limit, Runnable first) {
        NetworkAccess system = NetworkAccess.system();
        Dialer dialer = (socket, address, timeout) -> {
            first.run();
            system.dialer().connect(socket, address, timeout);
        };
        return SsrfSafeHttpClient.queueing(new NetworkAccess(system.lookup(), dialer, system.tls()), limit, limit);
    }

    /** One that reads on for so long where the answer can't be had again. */
    public static SsrfSafeHttpClient of(Duration limit, Duration patience) {
        return SsrfSafeHttpClient.queueing(NetworkAccess.system(), limit, patience);
    }
}
