package dev.idiolect.oauth.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.refresh.ReauthenticationRequiredException;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.testkit.AtprotoAccount;
import dev.idiolect.oauth.testkit.AtprotoFaults;
import dev.idiolect.oauth.testkit.AtprotoServer;
import dev.idiolect.oauth.testkit.AtprotoTest;
import dev.idiolect.oauth.xrpc.RepoClient;
import org.junit.jupiter.api.Test;

// example: begin
@AtprotoTest
class PostMainTest {

    private final OAuthTokenStore store = new InMemoryOAuthTokenStore();
    private final RepoClient repo = PostMain.repoClient(store);

    @Test
    void postIsWritten(AtprotoServer server, AtprotoAccount alice) {
        server.signIn(alice, store);
        PostMain.post(repo, alice.did(), "Hello");
        assertThat(server.records(alice, "app.bsky.feed.post"))
                .last()
                .satisfies(post -> assertThat(post.getString("text")).isEqualTo("Hello"));
    }

    @Test
    void endedSessionNeedsASignIn(AtprotoServer server, AtprotoAccount alice, AtprotoFaults faults) {
        server.signIn(alice, store);
        faults.endSessions(alice);
        assertThatThrownBy(() -> PostMain.post(repo, alice.did(), "Hello"))
                .isInstanceOf(ReauthenticationRequiredException.class);
    }
}
// example: end
