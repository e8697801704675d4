package dev.idiolect.oauth.web;

import dev.idiolect.oauth.internal.http.PastTime;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many logins can be started.
 *
 * <p>Without a limit, a client could fill the store with unfinished logins, or make this application send any number of
 * requests to other servers.
 */
@ApplicationScoped
class LoginLimiter {

    static final Duration WINDOW = Duration.ofMinutes(10);
    static final int MAX_PER_CLIENT = 60;

    // Per process: a tenth of the pending logins that a store accepts.
    static final int MAX_FOR_UNKNOWN_CLIENTS = 1_000;

    /**
     * Limits concurrent requests, because a client can name slow servers, which must not occupy all threads of the
     * runtime.
     */
    static final int MAX_CONCURRENT = 32;

    private static final int MAX_ADDRESS_LENGTH = 64;
    private static final int MAX_CLIENTS = 10_000;
    private static final String UNKNOWN = "";

    private static final class Count {
        final PastTime start;
        int started;

        Count(Instant start) {
            this.start = new PastTime(start);
        }
    }

    private final Semaphore permits = new Semaphore(MAX_CONCURRENT);
    private final Clock clock;
    private final Map<String, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > MAX_CLIENTS;
        }
    };

    LoginLimiter() {
        this(Clock.systemUTC());
    }

    LoginLimiter(Clock clock) {
        this.clock = clock;
    }

    /** Counts a login. Returns how long its client must wait before starting it; zero if it may start now. */
    public synchronized Duration count(@Nullable String address) {
        String key = address == null ? UNKNOWN : network(address.strip());
        Instant now = clock.instant();
        Count count = counts.get(key);
        if (count == null || !count.start.isWithin(WINDOW, now)) {
            count = new Count(now);
            counts.put(key, count);
        }
        int max = key.equals(UNKNOWN) ? MAX_FOR_UNKNOWN_CLIENTS : MAX_PER_CLIENT;
        return ++count.started <= max
                ? Duration.ZERO
                : Duration.between(now, count.start.instant().plus(WINDOW));
    }

    /**
     * Acquires a permit for one login to send requests. Returns false if none is free. The caller must {@link #release}
     * the permit.
     */
    public boolean tryAcquire() {
        return permits.tryAcquire();
    }

    /** Releases a permit from {@link #tryAcquire}. */
    public void release() {
        permits.release();
    }

    // An IPv6 client usually controls a /64 network, so IPv6 clients are counted by network.
    private static String network(String given) {
        String address = given.length() <= MAX_ADDRESS_LENGTH ? given : given.substring(0, MAX_ADDRESS_LENGTH);
        if (address.indexOf(':') < 0 || !address.matches("[0-9a-fA-F:.]+")) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length == 16 ? HexFormat.of().formatHex(bytes, 0, 8) : address;
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
