package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.cli.CliProcess.Ended;
import dev.idiolect.oauth.pds.PdsInspector;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the built jar against the real PDS, with a new account for each test. */
@Timeout(240)
abstract class CliFixture {

    static final String PASSWORD = "hunter2-cli";

    static RealPds pds;
    static PdsInspector inspector;
    private static int accounts;

    @TempDir
    Path home;

    CliJar cli;
    TestAccount account;

    @BeforeAll
    static void start() {
        pds = RealPds.start(Map.of());
        inspector = new PdsInspector(pds.pdsUrl());
    }

    @AfterAll
    static void stop() {
        pds.close();
    }

    @BeforeEach
    void prepare() {
        cli = new CliJar(home);
        account = pds.createAccount("cli" + accounts++ + ".test", PASSWORD);
    }

    /** Returns the arguments of a login at the real PDS. */
    String[] loginArguments(String... more) {
        List<String> arguments = new ArrayList<>(List.of("oauth", "login", "--handle", account.handle()));
        arguments.addAll(List.of("--pds-url", pds.pdsUrl(), "--plc-url", pds.plcUrl(), "--development"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    /** Waits for the URL that a login prints. */
    static String authorizationUrl(CliProcess login) {
        return login.awaitErr("(?m)^  (http://localhost:\\d+/oauth/authorize\\?\\S+)\\R")
                .group(1);
    }

    /** Signs the user in at the PDS, approves or denies, and returns the URL of the callback. */
    URI callback(String authorizationUrl, boolean approve) {
        return PdsLogin.redirect(pds.pdsUrl(), authorizationUrl, account.handle(), account.password(), approve);
    }

    /** Signs the account in with the browser. */
    Ended browserLogin(String... more) {
        try (CliProcess login = cli.start(Map.of(), loginArguments(more)).closeInput()) {
            finishInBrowser(login, true);
            return login.end();
        }
    }

    /** Plays the user and the browser; returns the page that the callback shows. */
    HttpResponse<String> finishInBrowser(CliProcess login, boolean approve) {
        URI callback = callback(authorizationUrl(login), approve);
        try {
            return get(callback);
        } catch (UncheckedIOException e) {
            throw new AssertionError(
                    "No response from " + callback.getAuthority() + "; process alive: "
                            + login.handle().isAlive() + "\n" + login.outputSoFar(),
                    e);
        }
    }

    static HttpResponse<String> get(URI url, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(30));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    OAuthSession stored() {
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(cli.sessions())) {
            return store.load(account.did()).orElseThrow();
        }
    }

    /** Returns all files under the home directory. */
    List<Path> files() {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> secrets(OAuthSession session) {
        List<String> secrets = new ArrayList<>(List.of(session.accessJwt(), session.refreshJwt()));
        if (!session.isBearer()) {
            secrets.add(session.dpopPrivateKeyJwk());
        }
        return secrets;
    }
}
