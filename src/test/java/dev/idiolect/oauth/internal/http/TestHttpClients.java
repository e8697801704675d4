package dev.idiolect.oauth.internal.http;

import java.time.Duration;

/** HTTP clients, as refreshes use them, on the real network and with short timeouts. */
public final class TestHttpClients {

    private TestHttpClients() {}

    /** Returns a client with the same response timeout for single-use requests. */
    public static SsrfSafeHttpClient of(Duration limit) {
        return of(limit, limit);
    }

    /** Returns a client that runs something before it connects. */
    public static SsrfSafeHttpClient connecting(Duration limit, Runnable first) {
        NetworkAccess system = NetworkAccess.system();
        Dialer dialer = (socket, address, timeout) -> {
            first.run();
            system.dialer().connect(socket, address, timeout);
        };
        return SsrfSafeHttpClient.queueing(new NetworkAccess(system.lookup(), dialer, system.tls()), limit, limit);
    }

    /** Returns a client with another response timeout for single-use requests. */
    public static SsrfSafeHttpClient of(Duration limit, Duration singleUseResponse) {
        return SsrfSafeHttpClient.queueing(NetworkAccess.system(), limit, singleUseResponse);
    }
}
