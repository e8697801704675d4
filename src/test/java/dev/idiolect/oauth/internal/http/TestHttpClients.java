package dev.idiolect.oauth.internal.http;

import java.time.Clock;
import java.time.Duration;

/** HTTP clients, as refreshes use them, on the real network and with short timeouts. */
public final class TestHttpClients {

    private TestHttpClients() {}

    /** Returns a client with the same response timeout for single-use requests. */
    public static SsrfSafeHttpClient of(Duration limit) {
        return of(limit, limit, Clock.systemUTC());
    }

    /** Returns a client with the same response timeout for single-use requests, and a clock. */
    public static SsrfSafeHttpClient of(Duration limit, Clock clock) {
        return of(limit, limit, clock);
    }

    /** Returns a client that runs something before it connects. */
    public static SsrfSafeHttpClient connecting(Duration limit, Runnable first) {
        return connecting(limit, first, Clock.systemUTC());
    }

    /** Returns a client with a clock that runs something before it connects. */
    public static SsrfSafeHttpClient connecting(Duration limit, Runnable first, Clock clock) {
        NetworkAccess system = NetworkAccess.system();
        Dialer dialer = (socket, address, timeout) -> {
            first.run();
            system.dialer().connect(socket, address, timeout);
        };
        return SsrfSafeHttpClient.queueing(
                new NetworkAccess(system.lookup(), dialer, system.tls()), limit, limit, clock);
    }

    /** Returns a client with another response timeout for single-use requests. */
    public static SsrfSafeHttpClient of(Duration limit, Duration singleUseResponse) {
        return of(limit, singleUseResponse, Clock.systemUTC());
    }

    private static SsrfSafeHttpClient of(Duration limit, Duration singleUseResponse, Clock clock) {
        return SsrfSafeHttpClient.queueing(NetworkAccess.system(), limit, singleUseResponse, clock);
    }
}
