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

/** Holds the application's store against being asked on an event loop, as stores read and write files. */
@Decorator
@Priority(Interceptor.Priority.APPLICATION)
public class NotOnEventLoops implements OAuthTokenStore {

    @Inject
    @Delegate
    OAuthTokenStore store;

    @Override
    public void save(OAuthSession session) {
        refuseEventLoop();
        store.save(session);
    }

    @Override
    public Optional<OAuthSession> load(String did) {
        refuseEventLoop();
        return store.load(did);
    }

    @Override
    public void delete(String did) {
        refuseEventLoop();
        store.delete(did);
    }

    @Override
    public List<String> listDids() {
        refuseEventLoop();
        return store.listDids();
    }

    private static void refuseEventLoop() {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException(
                    "a store is asked on " + Thread.currentThread().getName());
        }
    }
}
