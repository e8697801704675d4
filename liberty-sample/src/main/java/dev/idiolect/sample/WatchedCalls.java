package dev.idiolect.sample;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes calls, and says what each took. An application has no need of it: the library does all that by itself. */
@ApplicationScoped
public class WatchedCalls {

    @Inject
    OAuthTokenStore store;

    Done watch(String did, Supplier<List<Post>> call) {
        Optional<String> before = token(did);
        RequestCounter.Count count = RequestCounter.begin();
        try {
            List<Post> posts = call.get();
            return new Done(posts, new Call(count.requests, !before.equals(token(did)), count.nonceAsked));
        } finally {
            RequestCounter.end();
        }
    }

    /** Only for show: a call that was made is not to fail by it. */
    private Optional<String> token(String did) {
        try {
            return store.load(did).map(OAuthSession::accessJwt);
        } catch (StoreException e) {
            return Optional.empty();
        }
    }
}
