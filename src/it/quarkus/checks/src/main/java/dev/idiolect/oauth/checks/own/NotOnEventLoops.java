package dev.idiolect.oauth.checks.own;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import io.vertx.core.Context;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Optional;

/** Rejects calls of the application's store on an event loop, because stores block. */
@Decorator
@Priority(Interceptor.Priority.APPLICATION)
public class NotOnEventLoops implements OAuthTokenStore {

    @Inject
    @Delegate
    OAuthTokenStore store;

    @Override
    public void save(OAuthSession session) {
        rejectEventLoop();
        store.save(session);
    }

    @Override
    public Optional<OAuthSession> load(String did) {
        rejectEventLoop();
        return store.load(did);
    }

    @Override
    public void delete(String did) {
        rejectEventLoop();
        store.delete(did);
    }

    @Override
    public List<String> listDids() {
        rejectEventLoop();
        return store.listDids();
    }

    private static void rejectEventLoop() {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException(
                    "store called on " + Thread.currentThread().getName());
        }
    }
}
