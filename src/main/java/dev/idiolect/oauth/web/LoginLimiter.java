package dev.idiolect.oauth.web;

import dev.idiolect.oauth.internal.http.RequestThreads;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits logins and callbacks, by client in a window of time and by the number in progress.
 *
 * <p>Without a limit, a client could fill the store with unfinished logins, make this application send any number of
 * requests to other servers, or occupy all threads of the runtime with requests to slow servers.
 */
@ApplicationScoped
class LoginLimiter {

    static final Duration WINDOW = Duration.ofMinutes(10);
    static final int MAX_PER_CLIENT = 60;

    // Per process: a tenth of the pending logins that a store accepts.
    static final int MAX_FOR_UNKNOWN_CLIENTS = 1_000;

    /** The number of logins in progress, and of callbacks. */
    static final int MAX_CONCURRENT = RequestThreads.share();

    static final int MAX_CONCURRENT_PER_CLIENT = Math.min(4, MAX_CONCURRENT / 2);
    static final int MAX_ENTRIES = 10_000;

    private static final Duration BUSY_RETRY = Duration.ofSeconds(5);
    private static final ClientNetworks UNKNOWN = ClientNetworks.of("");

    /** The limits of one kind of request. */
    private static final class Limits {
        final NetworkCounts known;
        final NetworkCounts unknown;
        final ConcurrentShares shares = new ConcurrentShares(MAX_CONCURRENT, MAX_CONCURRENT_PER_CLIENT);

        Limits(Clock clock) {
            known = new NetworkCounts(clock, WINDOW, MAX_PER_CLIENT, MAX_ENTRIES);
            unknown = new NetworkCounts(clock, WINDOW, MAX_FOR_UNKNOWN_CLIENTS, 1);
        }
    }

    private final BusyLogins busy = new BusyLogins();
    private final Limits logins;
    private final Limits callbacks;

    LoginLimiter() {
        this(Clock.systemUTC());
    }

    LoginLimiter(Clock clock) {
        logins = new Limits(clock);
        callbacks = new Limits(clock);
    }

    /**
     * Starts a login unless its client must wait.
     *
     * @param address the client's address, or null if it is unknown
     * @param work the login
     * @return the login's result
     * @throws TooManyException if the client must wait
     */
    public <T> T login(@Nullable String address, Supplier<T> work) throws TooManyException {
        return limited(logins, address, work);
    }

    /** Completes a login unless its client must wait; see {@link #login}. Logins use up no limit of callbacks. */
    public <T> T callback(@Nullable String address, Supplier<T> work) throws TooManyException {
        return limited(callbacks, address, work);
    }

    /** Returns the logins and callbacks that would wait in vain. */
    public BusyLogins busy() {
        return busy;
    }

    private static <T> T limited(Limits limits, @Nullable String address, Supplier<T> work) throws TooManyException {
        ClientNetworks client = address == null || address.isBlank() ? null : ClientNetworks.of(address);
        NetworkCounts counts = client == null ? limits.unknown : limits.known;
        ClientNetworks counted = client == null ? UNKNOWN : client;
        // A client over its limit takes no place of others, not even for a moment.
        requireNoWait(counts.rest(counted));
        if (!limits.shares.tryEnter(client)) {
            throw new TooManyException(BUSY_RETRY);
        }
        try {
            // A request that is rejected because others are in progress has not used up the client's limit.
            requireNoWait(counts.count(counted));
            return work.get();
        } finally {
            limits.shares.leave(client);
        }
    }

    private static void requireNoWait(Duration wait) throws TooManyException {
        if (!wait.isZero()) {
            throw new TooManyException(wait.plusSeconds(1));
        }
    }

    /** Returns how many counts of known clients are in memory. */
    int entries() {
        return logins.known.size() + callbacks.known.size();
    }
}
