package dev.idiolect.oauth.rest;

import static dev.idiolect.oauth.rest.ClientApp.ALICE;
import static dev.idiolect.oauth.rest.ClientApp.BOB;
import static dev.idiolect.oauth.rest.ClientApp.NOWHERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.SessionException;
import dev.idiolect.oauth.pds.ClosedServer;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@ClientTest
class RoutingTest {

    private static final String LIST = "com.atproto.repo.listRecords";
    private static final ClientRequestFilter OTHER_TOKEN =
            request -> request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "Bearer of-my-caller");

    private static final Map<String, String> FOREIGN = Map.ofEntries(
            Map.entry("host", "foreign.example.com"),
            Map.entry("Cookie", "session=foreign"),
            Map.entry("proxy-authorization", "Basic foreign"),
            Map.entry("Proxy-Connection", "foreign"),
            Map.entry("Connection", "X-Hop, foreign"),
            Map.entry("X-Hop", "foreign"),
            Map.entry("Keep-Alive", "timeout=5, foreign"),
            Map.entry("TE", "foreign"),
            Map.entry("Trailer", "foreign"),
            Map.entry("Upgrade", "foreign"),
            Map.entry("traceparent", "00-foreign"),
            Map.entry("Baggage", "user=foreign"));

    @Test
    void tokensAreSentOnlyToTheirOwnServer(ClientApp app) throws Exception {
        app.other();
        NoteClient notes = app.injected(NoteClient.class);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String did = i % 2 == 0 ? ALICE : BOB;
                if (i == 30) {
                    app.pds().expireAccessTokens();
                }
                all.add(threads.submit(() -> notes.create(Requests.note(did), did)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(app.pds().records(ALICE)).hasSize(30);
        assertThat(app.other().records(BOB)).hasSize(30);
        app.pds().assertNoViolations();
        app.other().assertNoViolations();
    }

    @Test
    void lengthOfAnotherRequestIsNotSent(ClientApp app) {
        ClientRequestFilter length = request -> request.getHeaders().putSingle(HttpHeaders.CONTENT_LENGTH, "5");
        NoteClient notes = app.wrapped(NoteClient.class, NOWHERE, builder -> builder.register(length));
        notes.create(Requests.note(ALICE), ALICE);
        assertThat(app.pds().records(ALICE)).hasSize(1);
        app.pds().assertNoViolations();
    }

    @Test
    void baseUriIsNeverContacted(ClientApp app) {
        MixedClient mixed =
                app.wrapped(MixedClient.class, URI.create(app.pds().forbiddenUrl() + "/?x=y#z"), builder -> builder);
        mixed.create(Requests.note(ALICE), ALICE);
        mixed.list(ALICE, Requests.COLLECTION);
        app.pds().assertNoViolations();
    }

    @Test
    void basePathAndRawQueryAreKept(ClientApp app) {
        Recorder recorder = Recorder.on(app.pds(), "/base/xrpc/" + LIST);
        MixedClient mixed = app.wrapped(MixedClient.class, URI.create("https://pds.invalid/base"), builder -> builder);
        assertThatThrownBy(() -> mixed.list(ALICE, "a b&c=d/\u00e9?"));
        assertThat(recorder.last().path()).isEqualTo("/base/xrpc/" + LIST);
        assertThat(recorder.last().parameters()).containsEntry("collection", "a b&c=d/\u00e9?");
    }

    @Test
    void redirectIsNotFollowed(ClientApp app) {
        app.pds()
                .fail(
                        FakePds.CREATE_RECORD,
                        FakePds.ALWAYS,
                        Faults.redirect(307, app.pds().forbiddenUrl()));
        app.pds().fail(LIST, FakePds.ALWAYS, Faults.redirect(302, app.pds().forbiddenUrl()));
        MixedClient mixed = app.wrapped(MixedClient.class, NOWHERE, builder -> builder.followRedirects(true));
        assertThatThrownBy(() -> mixed.create(Requests.note(ALICE), ALICE)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> mixed.list(ALICE, Requests.COLLECTION)).isInstanceOf(RuntimeException.class);
        app.pds().assertNoViolations();
    }

    @Test
    void clientThatIsConfiguredToFollowRedirectsIsRefused(ClientApp app) {
        String key = MixedClient.class.getName() + "/mp-rest/followRedirects";
        System.setProperty(key, "true");
        try {
            assertThatThrownBy(() -> app.built(MixedClient.class, NOWHERE, builder -> builder))
                    .isInstanceOf(UnsignedCallException.class)
                    .hasMessageStartingWith("Invalid " + key + "=true: ");
        } finally {
            System.clearProperty(key);
        }
    }

    @Test
    void insecureServerReceivesNothing(ClientApp app) {
        app.save(app.session(ALICE).toBuilder().pdsUrl("http://192.0.2.1:2583").build());
        NoteClient notes = app.injected(NoteClient.class);
        assertThatThrownBy(() -> notes.create(Requests.note(ALICE), ALICE))
                .isInstanceOfSatisfying(
                        SessionException.class, e -> assertThat(e.did()).isEqualTo(ALICE))
                .hasMessageContaining("http://192.0.2.1:2583")
                .hasMessageContaining("https");
        app.save(app.session(ALICE).toBuilder().pdsUrl("mailto:pds").build());
        assertThatThrownBy(() -> notes.create(Requests.note(ALICE), ALICE))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("pdsUrl");
    }

    @Test
    void serverOnAPrivateAddressGetsNoConnection(ClientApp app) {
        try (ClosedServer inside = new ClosedServer()) {
            for (String host : List.of("localhost", "127.0.0.1", "[::ffff:127.0.0.1]")) {
                String pds = "https://" + host + ":" + inside.port();
                app.save(app.session(ALICE).toBuilder().pdsUrl(pds).build());
                String reason = "an address of " + pds + " is not public";
                NoteClient notes = app.injected(NoteClient.class);
                assertThatThrownBy(() -> notes.create(Requests.note(ALICE), ALICE))
                        .isInstanceOfSatisfying(SessionException.class, e -> {
                            assertThat(e.did()).isEqualTo(ALICE);
                            assertThat(e.isTransient()).isFalse();
                        })
                        .hasMessageContaining(reason);
                assertThat(notes.createLater(Requests.note(ALICE), ALICE))
                        .failsWithin(Duration.ofSeconds(20))
                        .withThrowableThat()
                        .withCauseInstanceOf(SessionException.class)
                        .withMessageContaining(reason);
                assertThatThrownBy(() -> app.wrapped(MixedClient.class).list(ALICE, Requests.COLLECTION))
                        .hasMessageContaining(reason);
            }
            assertThat(inside.connections()).hasValue(0);
        }
    }

    @Test
    void unknownHostIsReportedByTheClient(ClientApp app) {
        app.save(app.session(ALICE).toBuilder().pdsUrl("https://pds.invalid").build());
        assertThatThrownBy(() -> app.injected(NoteClient.class).create(Requests.note(ALICE), ALICE))
                .isInstanceOf(ProcessingException.class);
    }

    @Test
    void unusableKeyIsNamed(ClientApp app) {
        OAuthSession session = app.session(ALICE);
        app.save(session.toBuilder().dpopPrivateKeyJwk("{}").build());
        assertThatThrownBy(() -> app.injected(NoteClient.class).create(Requests.note(ALICE), ALICE))
                .isInstanceOf(OAuthException.class)
                .hasMessageContaining("DPoP key");
    }

    @Test
    void otherCredentialsAreReplacedOrRemoved(ClientApp app) {
        Recorder writes = Recorder.on(app.pds(), FakePds.CREATE_RECORD);
        Recorder reads = Recorder.on(app.pds(), LIST);
        MixedClient mixed = app.wrapped(MixedClient.class, NOWHERE, builder -> builder.register(OTHER_TOKEN));
        mixed.create(Requests.note(ALICE), ALICE);
        mixed.list(ALICE, Requests.COLLECTION);
        assertThat(writes.last().all("Authorization"))
                .singleElement()
                .asString()
                .startsWith("DPoP ");
        assertThat(reads.last().all("Authorization")).isEmpty();
        assertThat(reads.last().all("DPoP")).isEmpty();
        app.pds().assertNoViolations();
    }

    @Test
    void headersForOtherConnectionsAreRemoved(ClientApp app) {
        Recorder writes = Recorder.on(app.pds(), FakePds.CREATE_RECORD);
        MixedClient mixed = app.wrapped(
                MixedClient.class,
                NOWHERE,
                builder -> builder.register((ClientRequestFilter) request ->
                        FOREIGN.forEach((name, value) -> request.getHeaders().putSingle(name, value))));
        mixed.create(Requests.note(ALICE), ALICE);
        assertThat(writes.last().all("Host")).containsExactly(app.pds().pdsUrl().replace("http://", ""));
        assertThat(writes.last().headers().toString()).doesNotContain("foreign");
        app.pds().assertNoViolations();
    }

    @Test
    void readUsesTheServerOfItsRepositoryWithoutARefresh(ClientApp app) {
        app.other();
        OAuthSession bob = app.session(BOB);
        app.save(
                bob.toBuilder().issuedAt(Instant.EPOCH).expiresAt(Instant.EPOCH).build());
        app.configure(ALICE, 0);
        app.wrapped(MixedClient.class).list(BOB, Requests.COLLECTION);
        assertThat(app.other().requests(LIST)).isEqualTo(1);
        assertThat(app.refreshes()).isZero();
    }

    @Test
    void readOfAnUnknownRepositoryUsesTheActiveAccount(ClientApp app) {
        MixedClient mixed = app.wrapped(MixedClient.class);
        assertThatThrownBy(() -> mixed.list("carol.example.com", Requests.COLLECTION))
                .isInstanceOf(AccountException.class)
                .hasMessageStartingWith("No account for");
        app.setActive(ALICE);
        assertThatThrownBy(() -> mixed.list(BOB, Requests.COLLECTION)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> mixed.list("carol.example.com", Requests.COLLECTION))
                .isInstanceOf(RuntimeException.class);
        assertThat(app.pds().requests(LIST)).isEqualTo(2);
    }

    @Test
    void methodsWithoutAnAnnotationAreUnchanged(ClientApp app) throws Exception {
        FakePds server = app.other();
        Recorder recorder = Recorder.on(server, LIST);
        for (MixedClient mixed : List.of(
                app.wrapped(MixedClient.class, URI.create(server.pdsUrl()), builder -> builder.register(OTHER_TOKEN)),
                app.built(MixedClient.class, URI.create(server.pdsUrl()), builder -> builder.register(OTHER_TOKEN)))) {
            mixed.listUntouched(BOB, Requests.COLLECTION);
            mixed.listUntouchedLater(BOB, Requests.COLLECTION)
                    .toCompletableFuture()
                    .get();
        }
        assertThat(recorder.requests())
                .hasSize(4)
                .allSatisfy(request -> assertThat(request.all("Authorization")).containsExactly("Bearer of-my-caller"));
    }
}
