package dev.idiolect.oauth.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.cdi.internal.TestApp;
import dev.idiolect.oauth.examples.Posts;
import dev.idiolect.oauth.login.LoginException;
import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.pds.PdsInspector;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.xrpc.RecordRef;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sign-in on the pages of a real PDS. */
@Timeout(120)
class BrowserLoginIT {

    private static RealPds pds;

    @RegisterExtension
    final Browser browser = new Browser();

    private final PdsPages pdsPages = new PdsPages(browser);
    private final Callback callback = new Callback();
    private final TestApp app = TestApp.start(Map.of(), Posts.class);
    private final OAuthTokenStore store = app.get(OAuthTokenStore.class);
    private final LoginFlow flow = new LoginFlow(PdsLogin.client(), PdsLogin.settings(pds, store));

    @BeforeAll
    static void start() {
        pds = RealPds.start();
    }

    @AfterAll
    static void stop() {
        pds.close();
    }

    @AfterEach
    void close() {
        app.close();
        callback.close();
    }

    private void begin(String account) {
        browser.open(flow.begin(account, callback.url()).url().toString());
    }

    private Map<String, String> callbackParameters() {
        browser.arriveAt(callback.url());
        return callback.parameters();
    }

    private void assertSignedIn(OAuthSession session) {
        assertThat(session.did()).isEqualTo(pds.did());
        assertThat(store.listDids()).containsExactly(pds.did());
        assertThat(store.load(pds.did())).contains(session);
        RecordRef post = app.get(Posts.class).publish(session.did(), "Hello from a browser's login");
        assertThat(new PdsInspector(pds.pdsUrl())
                        .getRecord(session.did(), "app.bsky.feed.post", post.rkey())
                        .orElseThrow()
                        .getJsonObject("value")
                        .getString("text"))
                .isEqualTo("Hello from a browser's login");
    }

    private void assertDenied(Map<String, String> parameters) {
        assertThatThrownBy(() -> flow.complete(parameters)).isInstanceOfSatisfying(LoginException.class, e -> {
            assertThat(e.reason()).isEqualTo(Reason.DENIED);
            assertThat(e.error()).contains("access_denied");
        });
        assertThat(store.listDids()).isEmpty();
        assertThatThrownBy(() -> flow.complete(parameters))
                .isInstanceOfSatisfying(
                        LoginException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_STATE));
    }

    @Test
    void userAuthorizesSignsInAndWrites() {
        begin(pds.handle());
        pdsPages.signIn(pds.account());
        browser.seeText("wants to access your " + pds.handle() + " account");
        pdsPages.authorize();
        assertSignedIn(flow.complete(callbackParameters()));
    }

    @Test
    void loginWithAServerUrlAsksForTheHandleThere() {
        begin(pds.pdsUrl());
        pdsPages.signInByName(pds.account());
        pdsPages.authorize();
        assertSignedIn(flow.complete(callbackParameters()));
    }

    @Test
    void denialLeavesNoSession() {
        begin(pds.handle());
        pdsPages.signIn(pds.account());
        pdsPages.deny();
        assertDenied(callbackParameters());
    }

    @Test
    void cancellationLeavesNoSession() {
        begin(pds.handle());
        pdsPages.cancel();
        assertDenied(callbackParameters());
    }
}
