package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.session.OAuthSession;
import jakarta.enterprise.context.ApplicationScoped;

/** A refresher of the application's own, which no bean of the application asks for. */
@ApplicationScoped
public class NoRefresher implements Refresher {

    @Override
    public OAuthSession refresh(OAuthSession session) {
        throw new IllegalStateException("the application's own refresher was asked");
    }
}
