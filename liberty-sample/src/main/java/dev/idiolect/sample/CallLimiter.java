package dev.idiolect.sample;

import dev.idiolect.oauth.session.OAuthSession;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ClientErrorException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Limits concurrent calls, in total, for each account server and for each account, so that slow account servers cannot occupy
 * every thread.
 */
@ApplicationScoped
public class CallLimiter {

    private static final int MAX_CALLS = 24; // fewer than the threads in server.xml, so that the rest can reject calls
    private static final int MAX_CALLS_OF_A_SERVER = 12;
    private static final int MAX_CALLS_OF_AN_ACCOUNT = 4;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String ALL = "";

    private final Map<String, Integer> calls = new HashMap<>();

    <T> T run(OAuthSession session, Supplier<T> call) {
        String server = session.pdsUrl();
        String account = session.did();
        if (!start(server, account)) {
            throw new ClientErrorException("Too many calls at once. Try again in a moment.", TOO_MANY_REQUESTS);
        }
        try {
            return call.get();
        } finally {
            end(server, account);
        }
    }

    private synchronized boolean start(String server, String account) {
        if (running(ALL) >= MAX_CALLS
                || running(server) >= MAX_CALLS_OF_A_SERVER
                || running(account) >= MAX_CALLS_OF_AN_ACCOUNT) {
            return false;
        }
        calls.merge(ALL, 1, Integer::sum);
        calls.merge(server, 1, Integer::sum);
        calls.merge(account, 1, Integer::sum);
        return true;
    }

    private synchronized void end(String server, String account) {
        calls.merge(ALL, -1, CallLimiter::sum);
        calls.merge(server, -1, CallLimiter::sum);
        calls.merge(account, -1, CallLimiter::sum);
    }

    private int running(String key) {
        return calls.getOrDefault(key, 0);
    }

    private static Integer sum(int calls, int change) {
        return calls + change == 0 ? null : Integer.valueOf(calls + change);
    }
}
