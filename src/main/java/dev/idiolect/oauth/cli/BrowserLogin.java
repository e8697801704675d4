package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.login.AuthorizationRequest;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.session.OAuthSession;
import java.time.Duration;
import java.util.Map;

/**
 * Signs an account in with the browser. Uses a development client, because a command-line program has no URL for client
 * metadata.
 */
final class BrowserLogin {

    private final LoginSettings settings;
    private final Console console;
    private final CliEnvironment environment;
    private final String scope;
    private final boolean opensBrowser;

    BrowserLogin(
            LoginSettings settings, Console console, CliEnvironment environment, String scope, boolean opensBrowser) {
        this.settings = settings;
        this.console = console;
        this.environment = environment;
        this.scope = scope;
        this.opensBrowser = opensBrowser;
    }

    OAuthSession login(String account, Duration timeout) {
        try (ShutdownGuard guard = new ShutdownGuard(console, "Cancelled. Nothing was stored.");
                LoopbackServer server = LoopbackServer.open()) {
            LoginFlow flow = new LoginFlow(OAuthClient.development(server.redirectUri(), scope), settings);
            AuthorizationRequest request = flow.begin(account, server.redirectUri());
            server.expectState(request.state());
            console.info("Open this URL in a browser on this machine to sign in:");
            console.info("");
            console.info("  " + request.url().toASCIIString());
            console.info("");
            if (opensBrowser && environment.browser().open(request.url())) {
                console.info("Opening your browser.");
            }
            Map<String, String> callback =
                    new BrowserWait(console, environment.terminal().showsProgress()).awaitCallback(server, timeout);
            try {
                OAuthSession session = guard.runUninterruptibly(() -> flow.complete(callback));
                server.show(LoopbackPage.SIGNED_IN);
                return session;
            } catch (RuntimeException e) {
                server.show(LoopbackPage.NOT_SIGNED_IN);
                throw e;
            }
        }
    }
}
