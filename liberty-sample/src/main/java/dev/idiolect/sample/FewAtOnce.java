package dev.idiolect.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ClientErrorException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Lets few calls be under way at once, fewer still for one account: its server may be slow on purpose, and threads are for all. */
@ApplicationScoped
public class FewAtOnce {

    private static final int MOST = 24; // of the threads in server.xml, so that there are some to say no
    private static final int MOST_OF_AN_ACCOUNT = 4;
    private static final int TOO_MANY_REQUESTS = 429;

    private final Semaphore all = new Semaphore(MOST);
    private final Map<String, Integer> underWay = new ConcurrentHashMap<>();

    <T> T run(String did, Supplier<T> call) {
        boolean admitted = underWay.merge(did, 1, Integer::sum) <= MOST_OF_AN_ACCOUNT && all.tryAcquire();
        try {
            if (!admitted) {
                throw new ClientErrorException("Too many at once. Try again in a moment.", TOO_MANY_REQUESTS);
            }
            return call.get();
        } finally {
            if (admitted) {
                all.release();
            }
            underWay.computeIfPresent(did, (account, calls) -> calls == 1 ? null : calls - 1);
        }
    }
}
