package dev.idiolect.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ClientErrorException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Limits concurrent calls, in total and for each account, so that slow account servers cannot occupy every thread. */
@ApplicationScoped
public class CallLimiter {

    private static final int MAX_CALLS = 24; // fewer than the threads in server.xml, so that the rest can reject calls
    private static final int MAX_CALLS_OF_AN_ACCOUNT = 4;
    private static final int TOO_MANY_REQUESTS = 429;

    private final Semaphore permits = new Semaphore(MAX_CALLS);
    private final Map<String, Integer> callsByAccount = new ConcurrentHashMap<>();

    <T> T run(String did, Supplier<T> call) {
        boolean admitted =
                callsByAccount.merge(did, 1, Integer::sum) <= MAX_CALLS_OF_AN_ACCOUNT && permits.tryAcquire();
        try {
            if (!admitted) {
                throw new ClientErrorException("Too many calls at once. Try again in a moment.", TOO_MANY_REQUESTS);
            }
            return call.get();
        } finally {
            if (admitted) {
                permits.release();
            }
            callsByAccount.computeIfPresent(did, (account, calls) -> calls == 1 ? null : calls - 1);
        }
    }
}
