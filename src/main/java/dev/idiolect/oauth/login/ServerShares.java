package dev.idiolect.oauth.login;

import dev.idiolect.oauth.internal.http.HostNames;
import dev.idiolect.oauth.login.LoginException.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Limits how many logins wait for servers of one owner at the same time, so that slow servers delay only logins at
 * themselves. Each login holds the share of the server that it talks to now. Thread-safe.
 */
final class ServerShares {

    private static final Duration RETRY = Duration.ofSeconds(5);

    /** A part of a login during which it waits for one server. */
    interface Step<T> {
        T run();
    }

    private final int maxPerServer;
    private final Map<String, Integer> inProgress = new HashMap<>();

    ServerShares(int maxPerServer) {
        this.maxPerServer = maxPerServer;
    }

    /**
     * Runs a part of a login.
     *
     * @param server the URL of the server, or a DID or handle that leads to it
     * @throws LoginException if too many logins wait for servers of the same owner
     */
    <T> T at(String server, Step<T> step) {
        Runnable leave = enter(server);
        try {
            return step.run();
        } finally {
            leave.run();
        }
    }

    /**
     * Takes a share; see {@link #at}.
     *
     * @return gives the share back
     */
    Runnable enter(String server) {
        String owner = owner(server);
        take(owner);
        return () -> leave(owner);
    }

    private synchronized void take(String owner) {
        int count = inProgress.getOrDefault(owner, 0);
        if (count >= maxPerServer) {
            throw new LoginException(
                    Reason.RATE_LIMITED,
                    "Too many logins at " + owner + " are in progress in this process: try again in "
                            + RETRY.toSeconds() + " s",
                    null,
                    RETRY,
                    null);
        }
        inProgress.put(owner, count + 1);
    }

    private synchronized void leave(String owner) {
        inProgress.computeIfPresent(owner, (name, count) -> count == 1 ? null : count - 1);
    }

    // Anyone can have any number of DIDs of did:plc.
    static String owner(String server) {
        if (server.startsWith("did:plc:")) {
            return "did:plc";
        }
        if (server.startsWith("did:web:")) {
            return HostNames.domain(server.substring("did:web:".length()).split(":|%3A", 2)[0]);
        }
        return server.contains("://")
                ? HostNames.owner(server.substring(server.indexOf("://") + 3).split("[/?#]", 2)[0])
                : HostNames.domain(server);
    }
}
