package dev.idiolect.oauth.testkit.internal;

import java.util.List;
import java.util.stream.Collectors;

/** The page at the address of the PDS: which accounts it has. */
final class FakeHome {

    private static final String ACCOUNTS = """
            <p>This is a test server of idiolect-oauth. Sign in at your application with one of these accounts:</p>
            <h2>Test accounts</h2>
            <ul>%s</ul>
            <p class="note">When this server ends, it forgets everything.</p>
            """;

    private static final String ACCOUNT = "<li>%s<br><span class=\"hint\">Password %s<br>%s</span></li>";

    private FakeHome() {}

    static FakeResponse page(List<TestAccount> accounts) {
        return FakePages.page(
                200,
                "AT Protocol test server",
                ACCOUNTS.formatted(accounts.stream()
                        .map(account -> ACCOUNT.formatted(
                                FakePages.escape(account.handle()),
                                FakePages.escape(account.password()),
                                FakePages.escape(account.did())))
                        .collect(Collectors.joining())));
    }
}
