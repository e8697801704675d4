package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.cli.CliProcess.Ended;
import dev.idiolect.oauth.pds.HandClient;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** Failures leave no files, print one or two lines and have their own exit codes. */
class CliFailuresIT extends CliFixture {

    private static void assertPlain(Ended ended) {
        assertThat(ended.err()).doesNotContain("Exception", "\tat ", "SEVERE", "INFO");
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void deniedLoginIsReported() {
        try (CliProcess login = cli.start(Map.of(), loginArguments()).closeInput()) {
            HttpResponse<String> page = finishInBrowser(login, false);
            Ended ended = login.end();
            assertThat(page.body()).contains("Sign-in failed");
            assertThat(ended.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(ended.err()).contains("error: The user denied the authorization at " + pds.pdsUrl());
            assertPlain(ended);
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void loginWithoutCallbackTimesOut() {
        Ended ended = cli.run(loginArguments("--timeout", "1s"));
        assertThat(ended.exitCode()).isEqualTo(ExitCode.TRY_LATER);
        assertThat(ended.err()).contains("error: Sign-in timed out after 1 s");
        assertPlain(ended);
        assertThat(files()).isEmpty();
    }

    @Test
    void strayRequestsDoNotDisturbTheLogin() {
        try (CliProcess login = cli.start(Map.of(), loginArguments()).closeInput()) {
            URI callback = callback(authorizationUrl(login), true);
            String origin = "http://127.0.0.1:" + callback.getPort();
            assertThat(get(URI.create(origin + "/favicon.ico")).statusCode()).isEqualTo(404);
            assertThat(get(URI.create(origin + "/callback")).statusCode()).isEqualTo(400);
            assertThat(get(URI.create(origin + "/callback?state=guess&code=x&iss=y"))
                            .statusCode())
                    .isEqualTo(400);
            // The real callback, sent to another name of this machine (DNS rebinding).
            URI rebound = URI.create(callback.toString().replace("127.0.0.1", "localhost"));
            assertThat(get(rebound).statusCode()).isEqualTo(403);
            assertThat(get(callback).statusCode()).isEqualTo(200);
            assertThat(login.end().exitCode()).isZero();
        }
        assertThat(inspector.isAlive(stored())).isTrue();
    }

    @Test
    void wrongPasswordIsRefused() {
        Ended ended = cli.run(Map.of("ATPROTO_APP_PASSWORD", "wrong-pass-word"), loginArguments());
        assertThat(ended.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertPlain(ended);
        assertThat(ended.err())
                .contains("error: The app password is wrong or was revoked")
                .doesNotContain("wrong-pass-word");
        assertThat(files()).isEmpty();
    }

    @Test
    void unreachableServerIsATransientFailure() throws IOException {
        String unreachable;
        try (ServerSocket closed = new ServerSocket(0)) {
            unreachable = "http://127.0.0.1:" + closed.getLocalPort();
        }
        Ended ended =
                cli.run("oauth", "login", "--handle", account.handle(), "--pds-url", unreachable, "--development");
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(ExitCode.TRY_LATER);
        assertPlain(ended);
        assertThat(files()).isEmpty();
    }

    @Test
    void failedRevocationKeepsTheSessionUnlessForced() throws IOException {
        OAuthSession session = PdsLogin.login(pds, account);
        String unreachable;
        try (ServerSocket closed = new ServerSocket(0)) {
            unreachable = "http://localhost:" + closed.getLocalPort();
        }
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(cli.sessions())) {
            store.save(OAuthSession.fromJson(session.toJson().replace(pds.pdsUrl(), unreachable)));
        }
        Ended first = cli.run("oauth", "logout", "--did", account.did());
        assertThat(first.exitCode()).as(first.err()).isEqualTo(ExitCode.TRY_LATER);
        assertThat(first.err()).contains("--force");
        assertPlain(first);
        assertThat(stored()).isNotNull();
        Ended forced = cli.run("oauth", "logout", "--did", account.did(), "--force");
        assertThat(forced.exitCode()).as(forced.err()).isZero();
        assertThat(forced.err()).contains("warning: IDOA-0411: Cannot revoke the session of ", unreachable);
        assertThatThrownBy(this::stored).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void revokedSessionNeedsANewLogin() {
        browserLogin();
        OAuthSession session = stored();
        new HandClient().revoke(session);
        Ended refresh = cli.run("oauth", "refresh", "--did", account.did());
        assertThat(refresh.exitCode()).isEqualTo(ExitCode.NO_SESSION);
        assertPlain(refresh);
        assertThat(cli.run("oauth", "list").out()).contains("ended");
        Ended status = cli.run("oauth", "status");
        assertThat(status.exitCode()).isEqualTo(ExitCode.STORE);
        assertThat(status.out()).contains("Run: idiolect oauth login --handle " + account.handle());
    }

    @Test
    void unreadableFileIsReportedAndOthersAreListed() throws IOException {
        browserLogin();
        Files.writeString(cli.sessions().resolve("did_plc_broken.json"), "{\"did\":\"did:plc:broken\",\u001b[31m");
        Ended list = cli.run("oauth", "list");
        assertThat(list.exitCode()).isEqualTo(ExitCode.STORE);
        assertThat(list.out()).contains(account.did()).doesNotContain("broken");
        assertThat(list.err()).contains("Cannot read ", "did_plc_broken.json").doesNotContain("Exception", "\u001b");
    }

    @Test
    void ctrlCDuringLoginLeavesNoFiles() throws Exception {
        try (CliProcess login = cli.startInTerminal(Map.of("TERM", "xterm"), loginArguments())) {
            String url = login.awaitOut("  (http://localhost:\\d+/oauth/authorize\\?\\S+)\\R")
                    .group(1);
            login.awaitOut("Waiting for the browser, (5 min|4 min 5\\d s) left");
            URI callback = callback(url, true);
            login.type("\u0003");
            Ended ended = login.end();
            assertThat(ended.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(ended.out()).contains("Cancelled. Nothing was stored.").doesNotContain("Exception", "error");
            assertThatThrownBy(() -> new Socket("127.0.0.1", callback.getPort()).close())
                    .isInstanceOf(ConnectException.class);
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void passwordPromptDoesNotEcho() {
        String password = PdsLogin.newAppPassword(pds, account);
        try (CliProcess login = cli.startInTerminal(Map.of(), loginArguments("--app-password"))) {
            login.awaitOut("App password for " + account.handle() + " \\(hidden\\): ");
            login.type(password + "\r");
            Ended ended = login.end();
            assertThat(ended.exitCode()).as(ended.out()).isZero();
            assertThat(ended.out()).contains("Signed in as " + account.handle()).doesNotContain(password);
        }
        assertThat(stored().isBearer()).isTrue();
    }
}
