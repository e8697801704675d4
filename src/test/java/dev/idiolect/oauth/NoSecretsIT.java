package dev.idiolect.oauth;

import static dev.idiolect.oauth.testkit.internal.FakePds.ALWAYS;
import static dev.idiolect.oauth.testkit.internal.FakePds.AUTHORIZATION_SERVER;
import static dev.idiolect.oauth.testkit.internal.FakePds.PROTECTED_RESOURCE;
import static dev.idiolect.oauth.testkit.internal.FakePds.REFRESH_SESSION;
import static dev.idiolect.oauth.testkit.internal.FakePds.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.dpop.DpopKey;
import dev.idiolect.oauth.dpop.DpopNonces;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Jsons;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No log line, exception or text of ours shows a secret, whatever a server sends. */
@Timeout(60)
class NoSecretsIT {

    private static final String DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";

    private final FakePds fake = FakePds.startSplit();
    private final CapturedOutput output = new CapturedOutput();
    private final Set<String> secrets = ConcurrentHashMap.newKeySet();
    private final InMemoryOAuthTokenStore store = new InMemoryOAuthTokenStore();
    private final DpopProofFactory proofs = new DpopProofFactory(new DpopNonces(), null, Clock.systemUTC());

    @AfterEach
    void stop() {
        output.close();
        fake.close();
    }

    /** Makes a response from a secret that the client sent. */
    private interface Echo {
        Fault of(String secret);
    }

    static Stream<Named<Echo>> echoes() {
        return Stream.of(
                echo("error", secret -> Faults.status(400, error(secret, ""))),
                echo("description", secret -> Faults.status(400, error("invalid_grant", secret))),
                echo("lasting", secret -> Faults.status(401, error("invalid_client", secret))),
                echo("500", secret -> Faults.status(500, secret)),
                echo("503", secret -> Faults.status(503, error(secret, secret), "Retry-After", secret)),
                echo("redirect", secret -> Faults.redirect(302, "http://localhost:1/" + secret)),
                echo("header", secret -> Faults.status(401, secret, "WWW-Authenticate", secret, "X-Echo", secret)),
                echo("date", secret -> Faults.status(401, error("invalid_dpop_proof", secret), "Date", secret)),
                echo("length", secret -> Faults.status(400, "", "Content-Length", secret)),
                echo("header name", secret -> Faults.status(400, "", secret + " " + secret, "x")),
                echo("encoding", secret -> Faults.status(400, "", "Transfer-Encoding", secret)),
                echo("text", secret -> Faults.status(200, secret)),
                echo("sub", secret -> Faults.set("sub", secret)),
                echo("did", secret -> Faults.set("did", secret)),
                echo("handle", secret -> Faults.set("handle", secret)),
                echo("name", secret -> Faults.set("handle", secret + ".com")),
                echo("scope", secret -> Faults.set("scope", "atproto " + secret)),
                echo("bad scope", secret -> Faults.set("scope", secret)),
                echo("token type", secret -> Faults.set("token_type", secret)),
                echo("lifetime", secret -> Faults.set("expires_in", secret)));
    }

    @ParameterizedTest
    @MethodSource("echoes")
    void secretInTokenResponseIsNotShown(Echo echo) {
        for (OAuthSession session : List.of(fake.session(DID), letters(fake.session(DID)))) {
            for (String secret : List.of(session.refreshJwt(), session.accessJwt(), session.dpopPrivateKeyJwk())) {
                refreshAgainst(TOKEN, session, echo.of(secret));
            }
            refreshAgainst(
                    TOKEN,
                    session,
                    call -> echo.of(call.request().header("DPoP").orElseThrow()).apply(call));
        }
    }

    @ParameterizedTest
    @MethodSource("echoes")
    void secretInResponseOfPdsIsNotShown(Echo echo) {
        for (OAuthSession session : List.of(fake.bearerSession(DID), letters(fake.bearerSession(DID)))) {
            for (String secret : List.of(session.refreshJwt(), session.accessJwt())) {
                refreshAgainst(REFRESH_SESSION, session, echo.of(secret));
            }
        }
    }

    @Test
    void metadataThatHoldASecretAreNotQuoted() {
        OAuthSession session = fake.session(DID);
        for (String secret : List.of(session.refreshJwt(), session.accessJwt())) {
            for (String issuer :
                    List.of(secret, "https://x/" + secret, "https://" + secret, "https://u:" + secret + "@x")) {
                refreshAgainst(PROTECTED_RESOURCE, session, Faults.set("authorization_servers", List.of(issuer)));
            }
            refreshAgainst(AUTHORIZATION_SERVER, session, Faults.set("issuer", secret));
            for (String endpoint : List.of(
                    secret,
                    fake.issuer() + "/" + secret,
                    fake.issuer() + "/x?y=" + secret,
                    "http://localhost:1/" + secret,
                    "https://u:" + secret + "@x/")) {
                refreshAgainst(AUTHORIZATION_SERVER, session, Faults.set("token_endpoint", endpoint));
            }
            refreshAgainst(PROTECTED_RESOURCE, session, Faults.status(500, secret, "Location", secret));
        }
    }

    @Test
    void successesAndOrdinaryFailuresShowNothing() {
        OAuthSession session = fake.session(DID);
        refreshAgainst(TOKEN, session, call -> call.process().get());
        OAuthSession after = store.load(DID).orElseThrow();
        secrets.addAll(List.of(after.accessJwt(), after.refreshJwt()));
        fake.endSessions(DID);
        refreshAgainst(TOKEN, after, call -> call.process().get());
        refreshAgainst(TOKEN, fake.session(DID), Faults.cutConnectionAfterProcessing());
        OAuthSession bearer = fake.bearerSession(DID);
        refreshAgainst(REFRESH_SESSION, bearer, call -> call.process().get());
        refreshAgainst(REFRESH_SESSION, store.load(DID).orElseThrow(), Faults.cutConnection());
        for (String broken : List.of("x\ny", "x\u0000", "\u00fc")) {
            refreshAgainst(
                    REFRESH_SESSION,
                    bearer.toBuilder()
                            .accessJwt("a")
                            .refreshJwt(bearer.refreshJwt() + broken)
                            .build(),
                    Faults.cutConnection());
        }
    }

    @Test
    void unusableKeysAreNotShown() {
        String d = Jsons.parse(fake.session(DID).dpopPrivateKeyJwk()).getString("d");
        for (String jwk : List.of(
                d, "{\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\"" + d + "\"}", "{\"kty\":\"" + d + "\"}", "{" + d)) {
            OAuthSession first = fake.session(DID);
            secrets.add(d);
            refreshAgainst(TOKEN, first.toBuilder().dpopPrivateKeyJwk(jwk).build(), Faults.cutConnection());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 %s",
                "%s",
                "HTTP/1.1 200 %s",
                "HTTP/1.1 400 %s\r\nContent-Length: %s",
                "HTTP/1.1 400 x\r\n%s"
            })
    void secretInStatusLineIsNotShown(String head) throws IOException {
        OAuthSession session = fake.session(DID);
        String response = head.replace("%s", session.refreshJwt()) + "\r\n\r\n";
        try (ServerSocket hostile = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> respondToAll(hostile, response));
            thread.setDaemon(true);
            thread.start();
            String endpoint = "http://127.0.0.1:" + hostile.getLocalPort() + "/token";
            refreshAgainst(AUTHORIZATION_SERVER, session, Faults.set("token_endpoint", endpoint));
        }
    }

    private static void respondToAll(ServerSocket server, String response) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                int read = socket.getInputStream().read(new byte[8192]);
                socket.getOutputStream()
                        .write(response.repeat(Math.min(1, read)).getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // Closed, or a client that went away.
            }
        }
    }

    private void refreshAgainst(String path, OAuthSession session, Fault fault) {
        plant(session);
        store.save(session);
        fake.clearFaults();
        fake.fail(path, ALWAYS, fault);
        // Caches nothing from an earlier request.
        Refresher refresher =
                Refresher.builder(proofs).timeout(Duration.ofSeconds(20)).build();
        SessionRefresher sessions = SessionRefresher.builder(store, refresher).build();
        try {
            output.add(sessions.refresh(DID));
        } catch (OAuthException e) {
            output.add((Throwable) e);
        }
        List.of(session, store, sessions, refresher, proofs, proofs.nonces()).forEach(output::add);
        if (!session.isBearer() && session.dpopPrivateKeyJwk().contains("\"x\"")) {
            output.add(DpopKey.of(session.dpopPrivateKeyJwk()));
        }
        for (String secret : secrets) {
            assertThat(output.text().lines().filter(line -> line.contains(secret)))
                    .as("lines that show " + secret)
                    .isEmpty();
        }
    }

    private void plant(OAuthSession session) {
        secrets.add(session.accessJwt());
        secrets.add(session.refreshJwt());
        if (session.dpopPrivateKeyJwk().contains("\"x\"")) {
            secrets.add(session.dpopPrivateKeyJwk());
            secrets.add(Jsons.parse(session.dpopPrivateKeyJwk()).getString("d"));
        }
        secrets.remove("a");
    }

    /** Tokens that look like an error code, a handle or a scope. */
    private static OAuthSession letters(OAuthSession session) {
        return session.toBuilder()
                .accessJwt("AccessTokenWithLettersAlone")
                .refreshJwt("RefreshTokenWithLettersAlone")
                .build();
    }

    private static String error(String error, String description) {
        return Jsons.object("error", error, "error_description", description, "message", description)
                .toString();
    }

    private static Named<Echo> echo(String name, Echo echo) {
        return Named.of(name, echo);
    }
}
