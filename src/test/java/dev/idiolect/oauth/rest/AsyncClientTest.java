package dev.idiolect.oauth.rest;

import static dev.idiolect.oauth.rest.ClientApp.ALICE;
import static dev.idiolect.oauth.rest.ClientApp.BOB;
import static dev.idiolect.oauth.rest.ClientApp.NOWHERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.refresh.NoSessionException;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Gate;
import jakarta.json.JsonObject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@ClientTest
class AsyncClientTest {

    @Test
    void injectedClientRetriesChallengesAndRefreshes(ClientApp app) throws Exception {
        app.pds().expireAccessTokens();
        get(app.injected(NoteClient.class).createLater(Requests.note(ALICE), ALICE));
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isEqualTo(3);
        assertThat(app.refreshes()).isEqualTo(1);
        app.pds().assertNoViolations();
    }

    @Test
    void wrappedClientRetriesChallengesAndRefreshes(ClientApp app) throws Exception {
        app.pds().expireAccessTokens();
        get(app.wrapped(NoteClient.class).createLater(Requests.note(ALICE), ALICE));
        assertThat(app.pds().records(ALICE)).hasSize(1);
        app.pds().assertNoViolations();
    }

    @Test
    void callerIsNotBlocked(ClientApp app) throws Exception {
        Gate gate = new Gate();
        app.save(app.session(ALICE).toBuilder()
                .accessJwt("spent")
                .refreshJwt(app.session(ALICE).refreshJwt())
                .issuedAt(Instant.EPOCH)
                .expiresAt(Instant.EPOCH)
                .build());
        app.pds().fail(FakePds.TOKEN, Faults.hold(gate));
        var stage = app.injected(NoteClient.class).createLater(Requests.note(ALICE), ALICE);
        gate.awaitArrival();
        assertThat(stage.toCompletableFuture()).isNotDone();
        gate.open();
        get(stage);
        assertThat(app.pds().records(ALICE)).hasSize(1);
    }

    @Test
    void slowTokenEndpointStopsNoCallsOfOthers(ClientApp app) throws Exception {
        Gate gate = new Gate();
        app.other();
        NoteClient notes = app.injected(NoteClient.class);
        app.save(app.session(ALICE).toBuilder()
                .issuedAt(Instant.EPOCH)
                .expiresAt(Instant.EPOCH)
                .build());
        app.pds().fail(FakePds.TOKEN, Faults.hold(gate));
        List<CompletionStage<JsonObject>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(notes.createLater(Requests.note(ALICE), ALICE));
        }
        gate.awaitArrival();
        assertThat(notes.createLater(Requests.note(BOB), BOB)).succeedsWithin(Duration.ofSeconds(5));
        gate.open();
        for (var each : waiting) {
            get(each);
        }
        assertThat(app.pds().records(ALICE)).hasSize(100);
        assertThat(app.refreshes()).isEqualTo(1);
        app.pds().assertNoViolations();
    }

    @Test
    void slowRefreshAfterARefusalStopsNoCallsOfOthers(ClientApp app) throws Exception {
        Gate gate = new Gate();
        app.other();
        NoteClient notes = app.injected(NoteClient.class);
        app.pds().expireAccessTokens();
        app.pds().fail(FakePds.TOKEN, Faults.hold(gate));
        List<CompletionStage<JsonObject>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(notes.createLater(Requests.note(ALICE), ALICE));
        }
        gate.awaitArrival();
        await().until(() -> app.pds().requests(FakePds.CREATE_RECORD) >= 100);
        assertThat(notes.createLater(Requests.note(BOB), BOB)).succeedsWithin(Duration.ofSeconds(5));
        gate.open();
        for (var each : waiting) {
            get(each);
        }
        assertThat(app.refreshes()).isEqualTo(1);
        app.pds().assertNoViolations();
    }

    @Test
    void activeAccountIsCalledOnTheCallersThread(ClientApp app) throws Exception {
        app.setActive(ALICE);
        get(app.injected(NoteClient.class).createLater(Requests.note(ALICE)));
        assertThat(app.activeAccountThread()).isSameAs(Thread.currentThread());
    }

    @Test
    void failuresBeforeSendingFailTheStage(ClientApp app) {
        NoteClient notes = app.injected(NoteClient.class);
        assertThatThrownBy(() -> get(notes.createLater(Requests.note(BOB), BOB)))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(NoSessionException.class);
        assertThatThrownBy(() -> get(notes.createLater(Requests.note(ALICE))))
                .cause()
                .isInstanceOf(AccountException.class)
                .hasMessageStartingWith("No account for");
    }

    @Test
    void errorsOfTheServerFailTheStage(ClientApp app) {
        app.pds().fail(FakePds.CREATE_RECORD, 2, Faults.missingScope("repo"));
        NoteClient notes = app.injected(NoteClient.class);
        assertThatThrownBy(() -> get(notes.createLater(Requests.note(ALICE), ALICE)))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(WebApplicationException.class);
        assertThatThrownBy(() -> notes.createLater(Requests.note(ALICE), ALICE)
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(WebApplicationException.class);
    }

    @Test
    void nonceIsRetriedTwice(ClientApp app) {
        app.pds().fail(FakePds.CREATE_RECORD, FakePds.ALWAYS, Faults.challenge());
        assertThatThrownBy(() -> get(app.injected(NoteClient.class).createLater(Requests.note(ALICE), ALICE)))
                .hasCauseInstanceOf(WebApplicationException.class);
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isEqualTo(3);
    }

    @Test
    void cancellingStopsTheRetries(ClientApp app) throws Exception {
        Gate gate = new Gate();
        app.pds().fail(FakePds.CREATE_RECORD, call -> {
            Faults.hold(gate).apply(call);
            return Faults.challenge().apply(call);
        });
        CompletableFuture<JsonObject> future = app.injected(NoteClient.class)
                .createLater(Requests.note(ALICE), ALICE)
                .toCompletableFuture();
        gate.awaitArrival();
        assertThat(future.cancel(true)).isTrue();
        gate.open();
        // A second call on the same threads: when it is done, the first one has stopped.
        get(app.injected(NoteClient.class).createLater(Requests.note(ALICE), ALICE));
        assertThat(app.pds().records(ALICE)).hasSize(1);
    }

    @Test
    void callFromACallbackIsSeparate(ClientApp app) throws Exception {
        NoteClient notes = app.injected(NoteClient.class);
        app.configure(ALICE, 0);
        NoteClient configured = app.injected(NoteClient.class);
        get(configured.createLater(Requests.note(ALICE)).thenCompose(first -> {
            app.pds().expireAccessTokens();
            return configured.createLater(Requests.note(ALICE));
        }));
        get(notes.createLater(Requests.note(ALICE), ALICE).thenApply(first -> configured.create(Requests.note(ALICE))));
        assertThat(app.refreshes()).isEqualTo(1);
        assertThat(app.pds().records(ALICE)).hasSize(4);
        app.pds().assertNoViolations();
    }

    @Test
    void eachAttemptSendsTheWholeStream(ClientApp app) throws Exception {
        Recorder recorder = Recorder.on(app.pds(), "com.atproto.repo.uploadBlob");
        byte[] bytes = "blob".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        get(app.injected(NoteClient.class).uploadLater(new ByteArrayInputStream(bytes), ALICE));
        assertThat(recorder.requests())
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.body()).isEqualTo(bytes));
    }

    @Test
    void concurrentCallsReachTheirOwnServers(ClientApp app) throws Exception {
        app.other();
        NoteClient notes = app.injected(NoteClient.class);
        List<CompletionStage<JsonObject>> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String did = i % 2 == 0 ? ALICE : BOB;
            all.add(notes.createLater(Requests.note(did), did));
        }
        for (var each : all) {
            get(each);
        }
        assertThat(app.pds().records(ALICE)).hasSize(20);
        assertThat(app.other().records(BOB)).hasSize(20);
        app.pds().assertNoViolations();
        app.other().assertNoViolations();
    }

    @Test
    void executorPropertyIsUsed(ClientApp app) throws Exception {
        ExecutorService own = Executors.newSingleThreadExecutor(task -> new Thread(task, "own"));
        List<String> threads = new CopyOnWriteArrayList<>();
        try {
            NoteClient notes = app.wrapped(
                    NoteClient.class,
                    NOWHERE,
                    builder -> builder.property(SignedCalls.EXECUTOR, own).register((ClientRequestFilter)
                            request -> threads.add(Thread.currentThread().getName())));
            get(notes.createLater(Requests.note(ALICE), ALICE));
        } finally {
            own.shutdownNow();
        }
        assertThat(threads).containsOnly("own");
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
