package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.cli.CliProcess.Ended;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.FilesystemOAuthTokenStore;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What goes wrong leaves nothing behind, is said in a line or two, and has an exit code of its own. */
class CliFailuresIT extends CliFixture {

    private static void assertPlain(Ended ended) {
        assertThat(ended.err()).doesNotContain("Exception", "\tat ", "SEVERE", "INFO");
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void anOwnerWhoRefusesIsSaid() {
        try (CliProcess login = cli.start(Map.of(), login()).closeInput()) {
            HttpResponse<String> page = answer(login, false);
            Ended ended = login.end();
            assertThat(page.body()).contains("The sign-in did not work");
            assertThat(ended.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(ended.err()).contains("error: The account's owner refused the login");
            assertPlain(ended);
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void aLoginThatNobodyAnswersEndsInTime() {
        Ended ended = cli.run(login("--timeout", "1s"));
        assertThat(ended.exitCode()).isEqualTo(ExitCode.TRY_LATER);
        assertThat(ended.err()).contains("error: Nobody has signed in within 1 s");
        assertPlain(ended);
        assertThat(files()).isEmpty();
    }

    @Test
    void strayRequestsAreTurnedAwayAndTheLoginGoesOn() {
        try (CliProcess login = cli.start(Map.of(), login()).closeInput()) {
            URI back = wayBack(page(login), true);
            String origin = "http://127.0.0.1:" + back.getPort();
            assertThat(get(URI.create(origin + "/favicon.ico")).statusCode()).isEqualTo(404);
            assertThat(get(URI.create(origin + "/callback")).statusCode()).isEqualTo(400);
            assertThat(get(URI.create(origin + "/callback?state=guess&code=x&iss=y"))
                            .statusCode())
                    .isEqualTo(400);
            // The right answer, sent to a name that somebody let point here.
            URI rebound = URI.create(back.toString().replace("127.0.0.1", "localhost"));
            assertThat(get(rebound).statusCode()).isEqualTo(403);
            assertThat(get(back).statusCode()).isEqualTo(200);
            assertThat(login.end().exitCode()).isZero();
        }
        assertThat(inspector.isAlive(stored())).isTrue();
    }

    @Test
    void aWrongPasswordIsRefused() {
        Ended ended = cli.run(Map.of("ATPROTO_APP_PASSWORD", "wrong-pass-word"), login());
        assertThat(ended.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertPlain(ended);
        assertThat(ended.err())
                .contains("error: The app password is wrong or was revoked")
                .doesNotContain("wrong-pass-word");
        assertThat(files()).isEmpty();
    }

    @Test
    void aServerThatIsNotThereIsWorthAnotherTry() throws IOException {
        String nowhere;
        try (ServerSocket taken = new ServerSocket(0)) {
            nowhere = "http://127.0.0.1:" + taken.getLocalPort();
        }
        Ended ended = cli.run("oauth", "login", "--handle", account.handle(), "--pds-url", nowhere, "--development");
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(ExitCode.TRY_LATER);
        assertPlain(ended);
        assertThat(files()).isEmpty();
    }

    @Test
    void aLogoutThatCannotBeToldKeepsTheSessionUnlessForced() throws IOException {
        OAuthSession session = PdsLogin.login(pds, account);
        String nowhere;
        try (ServerSocket taken = new ServerSocket(0)) {
            nowhere = "http://localhost:" + taken.getLocalPort();
        }
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(cli.sessions())) {
            store.save(OAuthSession.fromJson(session.toJson().replace(pds.pdsUrl(), nowhere)));
        }
        Ended first = cli.run("oauth", "logout", "--did", account.did());
        assertThat(first.exitCode()).as(first.err()).isEqualTo(ExitCode.TRY_LATER);
        assertThat(first.err()).contains("--force");
        assertPlain(first);
        assertThat(stored()).isNotNull();
        Ended forced = cli.run("oauth", "logout", "--did", account.did(), "--force");
        assertThat(forced.exitCode()).as(forced.err()).isZero();
        assertThat(forced.err()).contains("warning: ", "here, and not at " + nowhere);
        assertThatThrownBy(this::stored).isInstanceOf(java.util.NoSuchElementException.class);
    }

    @Test
    void aSessionThatItsServerEndedNeedsALogin() {
        browserLogin();
        OAuthSession session = stored();
        new dev.idiolect.oauth.pds.HandClient().revoke(session);
        Ended refresh = cli.run("oauth", "refresh", "--did", account.did());
        assertThat(refresh.exitCode()).isEqualTo(ExitCode.NO_SESSION);
        assertPlain(refresh);
        assertThat(cli.run("oauth", "list").out()).contains("ended");
        Ended status = cli.run("oauth", "status");
        assertThat(status.exitCode()).isEqualTo(ExitCode.STORE);
        assertThat(status.out()).contains("Run: idiolect oauth login --handle " + account.handle());
    }

    @Test
    void aBrokenFileIsNamedAndTheOthersAreListed() throws IOException {
        browserLogin();
        Files.writeString(cli.sessions().resolve("did_plc_broken.json"), "{\"did\":\"did:plc:broken\",\u001b[31m");
        Ended list = cli.run("oauth", "list");
        assertThat(list.exitCode()).isEqualTo(ExitCode.STORE);
        assertThat(list.out()).contains(account.did()).doesNotContain("broken");
        assertThat(list.err()).contains("did_plc_broken.json can't be read").doesNotContain("Exception", "\u001b");
    }

    @Test
    void ctrlCInALoginLeavesNothingBehind() throws Exception {
        try (CliProcess login = cli.startInTerminal(Map.of("TERM", "xterm"), login())) {
            String page = login.awaitOut("  (http://localhost:\\d+/oauth/authorize\\?\\S+)\\R")
                    .group(1);
            login.awaitOut("Waiting for the browser, (5 min|4 min 5\\d s) left");
            URI back = wayBack(page, true);
            login.type("\u0003");
            Ended ended = login.end();
            assertThat(ended.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(ended.out()).contains("Given up. Nothing was stored.").doesNotContain("Exception", "error");
            assertThatThrownBy(() -> new Socket("127.0.0.1", back.getPort()).close())
                    .isInstanceOf(ConnectException.class);
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void aPasswordIsAskedForAndNotShown() {
        String password = PdsLogin.newAppPassword(pds, account);
        try (CliProcess login = cli.startInTerminal(Map.of(), login("--app-password"))) {
            login.awaitOut("App password of " + account.handle() + " \\(not shown\\): ");
            login.type(password + "\r");
            Ended ended = login.end();
            assertThat(ended.exitCode()).as(ended.out()).isZero();
            assertThat(ended.out()).contains("Signed in as " + account.handle()).doesNotContain(password);
        }
        assertThat(stored().isBearer()).isTrue();
    }
}
