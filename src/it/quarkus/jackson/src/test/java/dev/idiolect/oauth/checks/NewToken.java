package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.session.OAuthSession;
import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Replaces the application's refresher in its tests. */
@Mock
@ApplicationScoped
public class NewToken implements Refresher {

    @Override
    public OAuthSession refresh(OAuthSession session) {
        Instant now = Instant.now();
        return session.toBuilder()
                .accessJwt("token-2")
                .refreshJwt("refresh-2")
                .issuedAt(now)
                .expiresAt(now.plusSeconds(3600))
                .build();
    }
}
