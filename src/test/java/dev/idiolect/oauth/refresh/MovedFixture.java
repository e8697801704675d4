package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.internal.http.TestHttpClients;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.SessionEvent;
import dev.idiolect.oauth.testkit.internal.FakeDirectory;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;

/** An account, a directory, and a second PDS to which it can move. */
abstract class MovedFixture extends RefreshFixture {

    /** A port on which no server listens. */
    static final String GONE = "http://127.0.0.1:1";

    final FakePds other = FakePds.startSplit();
    final FakeDirectory directory = FakeDirectory.start();
    final TestAccount account = directory.put(fake, DID);
    final List<SessionEvent> events = new CopyOnWriteArrayList<>();
    final Refresher refresher = locating(IdentityResolver.builder()
            .plcUrl(directory.url())
            .handleResolver(directory.url())
            .timeout(PATIENT)
            .development(true)
            .clock(clock)
            .build());
    final SessionRefresher keeper = SessionRefresher.builder(store, refresher)
            .clock(clock)
            .listener(endsTo(events))
            .build();

    @AfterEach
    void closeServers() {
        other.close();
        directory.close();
    }

    Refresher locating(IdentityResolver identities) {
        return Refresher.builder(proofs)
                .http(TestHttpClients.of(PATIENT))
                .clock(clock)
                .identities(identities)
                .build();
    }

    void moveTo(String pdsUrl) {
        directory.put(account, pdsUrl);
    }

    /** Lets an hour pass, after which a document is fetched again. */
    void letCacheAge() {
        clock.advance(Duration.ofHours(1));
    }

    OAuthSession storeExpired(OAuthSession session) {
        OAuthSession expired = session.toBuilder()
                .handle(account.handle())
                .expiresAt(clock.instant())
                .build();
        store.save(expired);
        return expired;
    }
}
