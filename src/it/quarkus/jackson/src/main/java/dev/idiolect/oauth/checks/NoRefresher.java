package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.session.OAuthSession;
import jakarta.enterprise.context.ApplicationScoped;

/** The application's own refresher, which no bean injects. */
@ApplicationScoped
public class NoRefresher implements Refresher {

    @Override
    public OAuthSession refresh(OAuthSession session) {
        throw new IllegalStateException("the application's own refresher was called");
    }
}
