package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.testkit.AtprotoAccount;
import dev.idiolect.oauth.testkit.AtprotoServer;
import dev.idiolect.oauth.testkit.AtprotoTest;
import org.junit.jupiter.api.Test;

/** An application signs a user in and out at the server of the test kit. */
@AtprotoTest
class SignInTest {

    private final OAuthTokenStore store = new InMemoryOAuthTokenStore();
    private final OAuthClient client = OAuthClient.development("http://127.0.0.1/callback", OAuthClient.DEFAULT_SCOPE);

    @Test
    void userSignsInAndOut(AtprotoServer server, AtprotoAccount alice) {
        try (LoginSettings settings = server.loginSettings(store).build()) {
            assertThat(server.signIn(alice, new LoginFlow(client, settings)).handle())
                    .isEqualTo("alice.test");
            assertThat(store.listDids()).containsExactly(alice.did());
            new Logout(client, settings).logout(alice.did());
        }
        assertThat(store.listDids()).isEmpty();
    }
}
