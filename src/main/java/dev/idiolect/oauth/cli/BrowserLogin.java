package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.login.AuthorizationRequest;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.session.OAuthSession;
import java.time.Duration;
import java.util.Map;

/** Signs an account in with the browser, as a development client: an installed program has no address of its own. */
final class BrowserLogin {

    private final LoginSettings context;
    private final Console talk;
    private final CliEnvironment around;
    private final String scope;
    private final boolean opens;

    BrowserLogin(LoginSettings context, Console talk, CliEnvironment around, String scope, boolean opens) {
        this.context = context;
        this.talk = talk;
        this.around = around;
        this.scope = scope;
        this.opens = opens;
    }

    OAuthSession login(String account, Duration limit) {
        try (ShutdownGuard interruption = new ShutdownGuard(talk, "Given up. Nothing was stored.");
                LoopbackServer server = LoopbackServer.open()) {
            LoginFlow flow = new LoginFlow(OAuthClient.development(server.redirectUri(), scope), context);
            AuthorizationRequest request = flow.begin(account, server.redirectUri());
            server.expect(request.state());
            talk.say("To sign in, open this address in a browser on this machine:");
            talk.say("");
            talk.say("  " + request.url().toASCIIString());
            talk.say("");
            if (opens && around.browser().open(request.url())) {
                talk.say("It is being opened in your browser.");
            }
            Map<String, String> answer = new BrowserWait(talk, around.terminal().showsProgress()).answer(server, limit);
            try {
                OAuthSession session = interruption.whole(() -> flow.complete(answer));
                server.show(LoopbackPage.SIGNED_IN);
                return session;
            } catch (RuntimeException e) {
                server.show(LoopbackPage.NOT_SIGNED_IN);
                throw e;
            }
        }
    }
}
