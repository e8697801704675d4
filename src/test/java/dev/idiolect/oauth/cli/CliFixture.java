package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.cli.CliProcess.Ended;
import dev.idiolect.oauth.pds.PdsInspector;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.pds.TestAccount;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.FilesystemOAuthTokenStore;
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

/** The built jar, run as a user runs it, and a new account of the real server for each test. */
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

    /** A login of the account at the real server, with more arguments. */
    String[] login(String... more) {
        List<String> arguments = new ArrayList<>(List.of("oauth", "login", "--handle", account.handle()));
        arguments.addAll(List.of("--pds-url", pds.pdsUrl(), "--plc-url", pds.plcUrl(), "--development"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    /** The address that a login printed. */
    static String page(CliProcess login) {
        return login.awaitErr("(?m)^  (http://localhost:\\d+/oauth/authorize\\?\\S+)\\R")
                .group(1);
    }

    /** Where the browser is sent after the account's owner has signed in and said yes, or no. */
    URI wayBack(String page, boolean yes) {
        return PdsLogin.wayBack(pds.pdsUrl(), page, account.handle(), account.password(), yes);
    }

    /** Signs the account in by the browser. */
    Ended browserLogin(String... more) {
        try (CliProcess login = cli.start(Map.of(), login(more)).closeInput()) {
            answer(login, true);
            return login.end();
        }
    }

    /** Plays the account's owner, and then the browser that comes back. */
    HttpResponse<String> answer(CliProcess login, boolean yes) {
        URI back = wayBack(page(login), yes);
        try {
            return get(back);
        } catch (UncheckedIOException e) {
            throw new AssertionError(
                    back.getAuthority() + " does not answer; alive: "
                            + login.handle().isAlive() + "\n" + login.soFar(),
                    e);
        }
    }

    static HttpResponse<String> get(URI address, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30));
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

    /** Everything under the home directory but empty directories. */
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
