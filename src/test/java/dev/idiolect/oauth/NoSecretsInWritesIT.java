package dev.idiolect.oauth;

import static dev.idiolect.oauth.testkit.internal.FakePds.ALWAYS;
import static dev.idiolect.oauth.testkit.internal.FakePds.CREATE_RECORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.rest.DpopSigned;
import dev.idiolect.oauth.rest.SignedCalls;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A signed write, refreshed on its way, says nothing secret at the finest log level. */
@Timeout(60)
class NoSecretsInWritesIT {

    private static final String DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** One method of the repository's. */
    @DpopSigned
    @Path("/xrpc")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public interface Writes extends AutoCloseable {

        @POST
        @Path("com.atproto.repo.createRecord")
        JsonObject createRecord(JsonObject record);

        @Override
        void close();
    }

    private final FakePds fake = FakePds.startSplit();
    private final CapturedOutput output = new CapturedOutput();
    private final InMemoryOAuthTokenStore store = new InMemoryOAuthTokenStore();
    private final DpopProofFactory proofs = new DpopProofFactory();
    private final SessionRefresher refresher = SessionRefresher.builder(
                    store, Refresher.builder(proofs).timeout(TIMEOUT).build())
            .build();

    @AfterEach
    void stop() {
        output.close();
        fake.close();
    }

    private interface Trouble {
        Fault with(OAuthSession session);
    }

    static Stream<Named<Trouble>> troubles() {
        return Stream.of(
                trouble("none", session -> call -> call.process().get()),
                trouble("cut", session -> Faults.cutConnection()),
                trouble("500", session -> Faults.status(500, session.accessJwt())),
                trouble("echo", session -> Faults.status(400, "{\"error\":\"" + session.accessJwt() + "\"}")),
                trouble("echo in 401", session -> Faults.unauthorized(session.accessJwt(), session.accessJwt())),
                trouble("challenge", session -> Faults.challenge()),
                trouble(
                        "invalid token",
                        session -> Faults.unauthorized("invalid_token", "DPoP error=\"invalid_token\"")),
                trouble(
                        "quoted",
                        session -> Faults.unauthorized("x", "DPoP error=\"" + session.accessJwt() + "\", algs=ES256")));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void writeShowsNoSecret(Trouble trouble) throws Exception {
        for (OAuthSession session : List.of(fake.session(DID), fake.bearerSession(DID))) {
            store.save(session);
            fake.expireAccessTokens();
            fake.clearFaults();
            fake.fail(CREATE_RECORD, ALWAYS, trouble.with(session));
            SignedCalls calls = SignedCalls.builder(refresher, proofs)
                    .defaultAccount(DID)
                    .bodyLimit(1000)
                    .build();
            try (Writes plain = RestClientBuilder.newBuilder()
                    .baseUri(URI.create("https://pds.invalid"))
                    .build(Writes.class)) {
                Writes signed = calls.wrap(Writes.class, plain);
                output.add(signed);
                try {
                    output.add(signed.createRecord(Jsons.object(
                            "repo",
                            DID,
                            "collection",
                            "com.example.x",
                            "record",
                            Jsons.object("$type", "com.example.x"))));
                } catch (RuntimeException e) {
                    output.add((Throwable) e);
                }
            }
            output.add(calls);
            assertSilence(session);
            assertSilence(store.load(DID).orElseThrow());
        }
    }

    private void assertSilence(OAuthSession session) {
        for (String secret : List.of(session.accessJwt(), session.refreshJwt(), session.dpopPrivateKeyJwk())) {
            if (!secret.isEmpty()) {
                assertThat(output.text().lines().filter(line -> line.contains(secret)))
                        .as("lines that show " + secret)
                        .isEmpty();
            }
        }
        if (!session.isBearer()) {
            String d = Jsons.parse(session.dpopPrivateKeyJwk()).getString("d");
            assertThat(output.text()).doesNotContain(d);
        }
    }

    private static Named<Trouble> trouble(String name, Trouble trouble) {
        return Named.of(name, trouble);
    }
}
