package dev.idiolect.sample;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes calls and counts their requests, to show the library at work. Your application does not need this class. */
@ApplicationScoped
public class MeasuredCalls {

    @Inject
    OAuthTokenStore store;

    CallResult measure(String did, Supplier<List<Post>> call) {
        Optional<String> before = token(did);
        RequestCounter.Count count = RequestCounter.start();
        try {
            List<Post> posts = call.get();
            return new CallResult(
                    posts, new CallStats(count.requests, !before.equals(token(did)), count.nonceRequired));
        } finally {
            RequestCounter.stop();
        }
    }

    // Only for display, so a failure here must not fail the call.
    private Optional<String> token(String did) {
        try {
            return store.load(did).map(OAuthSession::accessJwt);
        } catch (StoreException e) {
            return Optional.empty();
        }
    }
}
