package dev.idiolect.oauth.bench;

import dev.idiolect.oauth.session.OAuthSession;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions in a map. */
final class PlainMap implements Plain {

    private final Map<String, OAuthSession> sessions = new ConcurrentHashMap<>();

    PlainMap(int count) {
        for (int number = 0; number < count; number++) {
            save(Sessions.session(number));
        }
    }

    @Override
    public OAuthSession read(String did) {
        return sessions.get(did);
    }

    @Override
    public void save(OAuthSession session) {
        sessions.put(session.did(), session);
    }

    @Override
    public void close() {}
}
