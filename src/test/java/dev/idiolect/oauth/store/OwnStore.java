package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.OAuthSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A store of an application. A direct write to it is unknown to the library, like one of another process. */
public final class OwnStore implements OAuthTokenStore {

    private final Map<String, OAuthSession> sessions = new ConcurrentHashMap<>();

    /** The number of loads. */
    public final AtomicInteger loads = new AtomicInteger();

    /** Runs in each load after the session was read. */
    public volatile Runnable afterRead = () -> {};

    @Override
    public void save(OAuthSession session) {
        sessions.put(session.did(), session);
    }

    @Override
    public Optional<OAuthSession> load(String did) {
        Optional<OAuthSession> session = Optional.ofNullable(sessions.get(did));
        loads.incrementAndGet();
        afterRead.run();
        return session;
    }

    @Override
    public void delete(String did) {
        sessions.remove(did);
    }

    @Override
    public List<String> listDids() {
        return sessions.keySet().stream().sorted().toList();
    }
}
