package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.session.OAuthSession;
import java.time.Clock;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A server whose refresh tokens can be used once. */
final class SingleUseServer implements Refresher {

    private final Clock clock;
    final AtomicInteger calls = new AtomicInteger();
    final Set<String> spent = ConcurrentHashMap.newKeySet();
    final Queue<OAuthSession> revoked = new ConcurrentLinkedQueue<>();
    volatile boolean replayed;
    volatile Consumer<OAuthSession> beforeRevoke = session -> {};
    volatile CountDownLatch hold = new CountDownLatch(0);
    volatile String heldDid;
    volatile UnaryOperator<OAuthSession> behavior = this::rotate;

    SingleUseServer(Clock clock) {
        this.clock = clock;
    }

    @Override
    public OAuthSession refresh(OAuthSession session) {
        calls.incrementAndGet();
        if (heldDid == null || heldDid.equals(session.did())) {
            try {
                hold.await();
            } catch (InterruptedException e) {
                throw new AssertionError("the refresh was interrupted", e);
            }
        }
        return behavior.apply(session);
    }

    @Override
    public void revoke(OAuthSession session) {
        beforeRevoke.accept(session);
        revoked.add(session);
    }

    OAuthSession rotate(OAuthSession session) {
        if (!spent.add(session.did() + session.refreshJwt())) {
            replayed = true;
            throw ReauthenticationRequiredException.of(session.did(), "replayed");
        }
        int generation = calls.get();
        return session.toBuilder()
                .accessJwt("access-" + generation)
                .refreshJwt("refresh-" + generation
                        + (session.refreshJwt().startsWith("refresh-r") ? session.refreshJwt() : ""))
                .issuedAt(clock.instant())
                .expiresAt(clock.instant().plus(SessionRefresherFixture.LIFETIME))
                .build();
    }
}
