package dev.idiolect.oauth.testkit.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The page of the authorization server on which a user signs in, and allows or denies the access. */
final class FakeSignIn {

    private static final String FORM = """
            <p><strong>%1$s</strong> wants to access an account of this test server.</p>
            <form method="post" action="%2$s">
            <input type="hidden" name="request_uri" value="%3$s">
            <input type="hidden" name="client_id" value="%4$s">
            %5$s<label for="name">Account</label>
            <input id="name" name="name" value="%6$s" required autocomplete="username" autocapitalize="none"
             autocorrect="off" spellcheck="false" list="accounts" enterkeyhint="next"%7$s>
            <datalist id="accounts">%8$s</datalist>
            <label for="password">Password</label>
            <input id="password" name="password" type="password" required autocomplete="current-password"
             enterkeyhint="go" aria-describedby="hint"%9$s>
            <button name="decision" value="allow">Sign in and allow</button>
            <button class="second" name="decision" value="deny" formnovalidate>Deny</button>
            </form>
            <div id="hint"><h2>Test accounts</h2>
            <ul class="hint">%10$s</ul></div>
            """;

    private static final String ENDED = """
            <p class="error" role="alert">This sign-in has ended, or was never started. Return to the application and
             start again.</p>
            """;

    private static final String WRONG = """
            <p class="error" id="error" role="alert">No account has this handle and password.</p>
            """;

    private final FakeLogins logins;
    private final FakeSessions sessions;

    FakeSignIn(FakeLogins logins, FakeSessions sessions) {
        this.logins = logins;
        this.sessions = sessions;
    }

    FakeResponse handle(FakeRequest request, String issuer) {
        return request.method().equals("POST")
                ? submit(request, issuer)
                : logins.waiting(request.parameters())
                        .map(pushed -> form(200, pushed, request.parameters(), pushed.getOrDefault("login_hint", "")))
                        .orElseGet(FakeSignIn::ended);
    }

    private FakeResponse submit(FakeRequest request, String issuer) {
        Map<String, String> form = request.form();
        Map<String, String> query = Map.of(
                "request_uri", form.getOrDefault("request_uri", ""), "client_id", form.getOrDefault("client_id", ""));
        Optional<Map<String, String>> pushed = logins.waiting(query);
        if (pushed.isEmpty()) {
            return ended();
        }
        String redirectUri = pushed.get().getOrDefault("redirect_uri", "");
        if ("deny".equals(form.get("decision"))) {
            return redirect(redirectUri, logins.deny(query, issuer));
        }
        String name = form.getOrDefault("name", "").strip().replaceFirst("^@", "");
        Optional<String> did = sessions.signIn(name, form.getOrDefault("password", ""));
        return did.isPresent()
                ? redirect(redirectUri, logins.approve(query, did.get(), issuer))
                : form(401, pushed.get(), query, name);
    }

    private static FakeResponse ended() {
        return FakePages.page(400, "Sign-in not found", ENDED);
    }

    /** Returns the URL to which a browser returns. */
    static String callback(String redirectUri, Map<String, String> parameters) {
        return redirectUri + (redirectUri.contains("?") ? "&" : "?") + Forms.encode(parameters);
    }

    private static FakeResponse redirect(String redirectUri, Map<String, String> parameters) {
        return FakeResponse.text(303, "text/plain", "")
                .header("Location", callback(redirectUri, parameters))
                .header("Cache-Control", "no-store");
    }

    private FakeResponse form(int status, Map<String, String> pushed, Map<String, String> query, String name) {
        boolean wrong = status != 200;
        String focus = " autofocus";
        String invalid = wrong ? " aria-invalid=\"true\"" : "";
        List<TestAccount> accounts = sessions.accounts();
        return FakePages.page(
                status,
                "Sign in",
                FORM.formatted(
                        FakePages.escape(application(pushed)),
                        FakePds.AUTHORIZE,
                        FakePages.escape(query.getOrDefault("request_uri", "")),
                        FakePages.escape(query.getOrDefault("client_id", "")),
                        wrong ? WRONG : "",
                        FakePages.escape(name),
                        name.isEmpty() ? focus : "",
                        accounts.stream()
                                .map(account -> "<option>" + FakePages.escape(account.handle()) + "</option>")
                                .collect(Collectors.joining()),
                        invalid + (name.isEmpty() ? "" : focus),
                        accounts.stream()
                                .map(account -> "<li>" + FakePages.escape(account.handle() + ": " + account.password())
                                        + "</li>")
                                .collect(Collectors.joining())));
    }

    /** Returns the host of the client id, as real servers show it. */
    private static String application(Map<String, String> pushed) {
        return pushed.getOrDefault("client_id", "An application")
                .replaceFirst("^https?://", "")
                .replaceFirst("[/?].*", "");
    }
}
