package dev.idiolect.oauth.web;

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
 * Keeps one client, or all of an unknown number together, from filling the store with logins that nobody ends, and from
 * having this application ask other servers without end.
 */
@ApplicationScoped
class LoginLimiter {

    static final Duration WINDOW = Duration.ofMinutes(10);
    static final int FOR_EACH = 60;

    // A tenth of what may be pending in a store, for each process.
    static final int FOR_ALL_UNKNOWN = 1_000;

    /** Slow servers that strangers name must not hold all the threads that requests are answered on. */
    static final int AT_ONCE = 32;

    private static final int LONGEST_ADDRESS = 64;
    private static final int MOST_KNOWN = 10_000;
    private static final String UNKNOWN = "";

    private static final class Count {
        final Instant until;
        int begun;

        Count(Instant until) {
            this.until = until;
        }
    }

    private final Semaphore room = new Semaphore(AT_ONCE);
    private final Clock clock;
    private final Map<String, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    LoginLimiter() {
        this(Clock.systemUTC());
    }

    LoginLimiter(Clock clock) {
        this.clock = clock;
    }

    /** Counts a login that is to begin; returns how long to wait with it, zero if it may. */
    public synchronized Duration wait(@Nullable String address) {
        String key = address == null ? UNKNOWN : network(address.strip());
        Instant now = clock.instant();
        Count count = counts.get(key);
        if (count == null || !now.isBefore(count.until)) {
            count = new Count(now.plus(WINDOW));
            counts.put(key, count);
        }
        int most = key.equals(UNKNOWN) ? FOR_ALL_UNKNOWN : FOR_EACH;
        return ++count.begun <= most ? Duration.ZERO : Duration.between(now, count.until);
    }

    /** Returns whether one more login may ask other servers now; it is then to {@link #leave}. */
    public boolean enter() {
        return room.tryAcquire();
    }

    /** Says that a login that has entered asks no more. */
    public void leave() {
        room.release();
    }

    // Whoever has one IPv6 address has 2^64 of them.
    private static String network(String given) {
        String address = given.length() <= LONGEST_ADDRESS ? given : given.substring(0, LONGEST_ADDRESS);
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
