package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.cdi.internal.TestApp;
import dev.idiolect.oauth.cli.CliProcess.Ended;
import dev.idiolect.oauth.examples.Posts;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signs in, lists, refreshes and signs out with the built jar at the real PDS. */
class CliIT extends CliFixture {

    private static JsonArray array(String json) {
        try (JsonReader reader = jakarta.json.Json.createReader(new StringReader(json))) {
            return reader.readArray();
        }
    }

    @Test
    void browserLoginStoresAValidSessionAndPrintsTheDid() throws Exception {
        try (CliProcess login = cli.start(Map.of(), loginArguments()).closeInput()) {
            HttpResponse<String> page = finishInBrowser(login, true);
            Ended ended = login.end();
            assertThat(ended.exitCode()).as(ended.err()).isZero();
            assertThat(ended.out()).isEqualTo(account.did() + "\n");
            assertThat(ended.err())
                    .contains("Signed in as " + account.handle() + " at " + pds.pdsUrl())
                    .contains("Waiting up to 5 min for the browser")
                    .doesNotContain("\u001b");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("<h1>You are signed in</h1>", "lang=\"en\"");
            assertThat(inspector.isAlive(stored())).isTrue();
            secrets(stored()).forEach(secret -> assertThat(ended.all()).doesNotContain(secret));
        }
        Path file = cli.sessions().resolve(account.did().replace(':', '_') + ".json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cli.sessions())))
                .isEqualTo("rwx------");
    }

    @Test
    void browserSessionIsListedRefreshedAndRevoked() {
        assertThat(browserLogin().exitCode()).isZero();
        OAuthSession first = stored();

        Ended list = cli.run("oauth", "list");
        assertThat(list.exitCode()).isZero();
        assertThat(list.err()).isEmpty();
        assertThat(list.out().lines())
                .hasSize(2)
                .element(1)
                .satisfies(line -> assertThat(line)
                        .matches(account.did() + "  " + account.handle() + " +" + pds.pdsUrl()
                                + "  oauth +59 min \\d+ s +unknown"));
        JsonObject json = array(cli.run("oauth", "list", "--json").out()).getJsonObject(0);
        assertThat(json.getString("did")).isEqualTo(account.did());
        assertThat(json.getString("kind")).isEqualTo("oauth");
        assertThat(json.getBoolean("ended")).isFalse();

        Ended refresh = cli.run("oauth", "refresh", "--did", account.did());
        assertThat(refresh.exitCode()).as(refresh.err()).isZero();
        OAuthSession second = stored();
        assertThat(inspector.isAlive(first)).isFalse();
        assertThat(inspector.isAlive(second)).isTrue();

        Ended logout = cli.run(
                "oauth", "logout", "--json", "--handle", "@" + account.handle().toUpperCase());
        assertThat(logout.exitCode()).as(logout.err()).isZero();
        assertThat(Jsons.parse(logout.out()).getBoolean("revoked")).isTrue();
        assertThat(logout.err()).isEqualTo("Signed out " + account.handle() + ".\n");
        assertThat(inspector.isAlive(second)).isFalse();
        assertThat(array(cli.run("oauth", "list", "--json").out())).isEmpty();
        for (Ended ended : new Ended[] {list, refresh, logout}) {
            secrets(second).forEach(secret -> assertThat(ended.all()).doesNotContain(secret));
        }
        assertThat(cli.run("oauth", "logout", "--did", account.did()).exitCode())
                .isEqualTo(ExitCode.NO_SESSION);
    }

    @Test
    void appPasswordSessionIsListedRefreshedAndRevoked() {
        String password = PdsLogin.newAppPassword(pds, account);
        Ended login = cli.run(loginArguments("--app-password", password));
        assertThat(login.exitCode()).as(login.err()).isZero();
        assertThat(login.out()).isEqualTo(account.did() + "\n");
        assertThat(login.err())
                .contains("being phased out", "visible to other users")
                .doesNotContain(password);
        OAuthSession first = stored();
        assertThat(first.isBearer()).isTrue();
        assertThat(inspector.isAlive(first)).isTrue();
        assertThat(cli.run("oauth", "list").out()).contains("app-password").containsPattern("1 h 59 min +89 d 23 h");

        assertThat(cli.run("oauth", "refresh", "--handle", account.handle()).exitCode())
                .isZero();
        OAuthSession second = stored();
        assertThat(second.refreshJwt()).isNotEqualTo(first.refreshJwt());
        assertThat(inspector.isAlive(second)).isTrue();

        Ended logout = cli.run("oauth", "logout", "--did", account.did());
        assertThat(logout.exitCode()).as(logout.err()).isZero();
        assertThatThrownBy(this::stored).isInstanceOf(java.util.NoSuchElementException.class);
        // The legacy access token stays valid; the refresh token must not.
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(cli.sessions())) {
            store.save(second);
        }
        assertThat(cli.run("oauth", "refresh", "--did", account.did()).exitCode())
                .isEqualTo(ExitCode.NO_SESSION);
    }

    @Test
    void passwordIsReadFromEnvironmentOrPipe() {
        String password = PdsLogin.newAppPassword(pds, account);
        for (String variable : Passwords.VARIABLES) {
            Ended ended = cli.run(Map.of(variable, password), loginArguments());
            assertThat(ended.exitCode()).as(ended.err()).isZero();
            assertThat(ended.err()).contains("Using the app password in " + variable);
            assertThat(ended.all()).doesNotContain(password);
        }
        try (CliProcess login = cli.start(Map.of(), loginArguments("--app-password"))) {
            assertThat(login.type(password + "\n").closeInput().end().exitCode())
                    .isZero();
        }
        assertThat(inspector.isAlive(stored())).isTrue();
    }

    @Test
    void applicationUsesTheStoredSessions() {
        assertThat(browserLogin().exitCode()).isZero();
        assertWrites("written with the session of the browser");
        String password = PdsLogin.newAppPassword(pds, account);
        assertThat(cli.run(Map.of("ATPROTO_PASSWORD", password), loginArguments())
                        .exitCode())
                .isZero();
        assertThat(stored().isBearer()).isTrue();
        assertWrites("written with the session of the app password");
    }

    private void assertWrites(String text) {
        Map<String, String> config = Map.of(
                "idiolect.oauth.store",
                "filesystem",
                "idiolect.oauth.store.path",
                cli.sessions().toString());
        try (TestApp app = TestApp.start(config, Posts.class)) {
            app.get(Posts.class).publish(account.did(), text);
        }
        JsonObject record =
                inspector.listRecords(account.did(), "app.bsky.feed.post").get(0);
        assertThat(record.getJsonObject("value").getString("text")).isEqualTo(text);
    }

    @Test
    void sqliteStoreWorksLikeFiles() {
        String file = home.resolve("sessions.db").toString();
        Ended ended = browserLogin("--store", "sqlite", "--path", file);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        try (SqliteOAuthTokenStore store = SqliteOAuthTokenStore.open(Path.of(file))) {
            assertThat(inspector.isAlive(store.load(account.did()).orElseThrow()))
                    .isTrue();
        }
        Ended list = cli.run("oauth", "list", "--store", "sqlite", "--path", file);
        assertThat(list.err()).isEmpty();
        assertThat(list.out()).contains(account.did());
        Ended status = cli.run("oauth", "status", "--store", "sqlite", "--path", file);
        assertThat(status.out()).contains("Store     sqlite, " + file, "Sessions  1", "Problems  none");
        assertThat(cli.run("oauth", "logout", "--did", account.did(), "--store", "sqlite", "--path", file)
                        .exitCode())
                .isZero();
    }

    @Test
    void secondLoginRevokesTheFirstSession() {
        browserLogin();
        OAuthSession first = stored();
        assertThat(browserLogin("--json").out())
                .satisfies(out -> assertThat(Jsons.parse(out).getString("did")).isEqualTo(account.did()));
        assertThat(inspector.isAlive(first)).isFalse();
        assertThat(inspector.isAlive(stored())).isTrue();
    }

    @Test
    void urlIsOpenedIfThereIsADesktop() throws Exception {
        Path bin = Files.createDirectory(home.resolve("bin"));
        Path opened = home.resolve("opened");
        Path opener = bin.resolve("xdg-open");
        Files.writeString(
                opener, "#!/bin/sh\n{ echo \"$1\"; env; } > " + opened + ".new && mv " + opened + ".new " + opened);
        Files.setPosixFilePermissions(opener, PosixFilePermissions.fromString("rwx------"));
        Map<String, String> desktop = Map.of(
                "DISPLAY", ":99", "PATH", bin + ":" + System.getenv("PATH"), "ATPROTO_PASSWORD", "not-for-the-opener");
        try (CliProcess login = cli.start(desktop, loginArguments("--oauth")).closeInput()) {
            String url = authorizationUrl(login);
            login.awaitErr("Opening your browser");
            await().until(() -> Files.exists(opened));
            assertThat(Files.readString(opened)).startsWith(url + "\n").doesNotContain("not-for-the-opener");
        }
    }
}
