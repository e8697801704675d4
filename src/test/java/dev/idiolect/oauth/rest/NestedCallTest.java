package dev.idiolect.oauth.rest;

import static dev.idiolect.oauth.rest.ClientApp.ALICE;
import static dev.idiolect.oauth.rest.ClientApp.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.testkit.internal.FakePds;
import jakarta.json.JsonObject;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.ext.ClientHeadersFactory;
import org.junit.jupiter.api.Test;

/** Calls that an application makes while another call is in progress. */
@ClientTest
class NestedCallTest {

    private static final String LIST = "com.atproto.repo.listRecords";
    private static volatile Runnable nestedCall = () -> {};

    public static final class CallingHeadersFactory implements ClientHeadersFactory {
        @Override
        public MultivaluedMap<String, String> update(
                MultivaluedMap<String, String> incoming, MultivaluedMap<String, String> outgoing) {
            nestedCall.run();
            return new MultivaluedHashMap<>();
        }
    }

    @DpopSigned
    @RegisterClientHeaders(CallingHeadersFactory.class)
    @Path("/xrpc")
    public interface OuterClient {
        @POST
        @Path("com.atproto.repo.createRecord")
        JsonObject create(JsonObject body, @HeaderParam(DpopSigned.ACCOUNT) String account);

        @POST
        @Path("com.atproto.repo.createRecord")
        JsonObject create(JsonObject body);

        @POST
        @Path("com.atproto.repo.createRecord")
        CompletionStage<JsonObject> createLater(JsonObject body, @HeaderParam(DpopSigned.ACCOUNT) String account);
    }

    @Test
    void nestedSignedCallHasItsOwnAccountAndRetries(ClientApp app) throws Exception {
        app.other();
        MixedClient inner = app.wrapped(MixedClient.class);
        nestedCall = () -> inner.create(Requests.note(BOB), BOB);
        OuterClient outer = app.wrapped(OuterClient.class);
        outer.create(Requests.note(ALICE), ALICE);
        outer.createLater(Requests.note(ALICE), ALICE).toCompletableFuture().get();
        assertThat(app.pds().records(ALICE)).hasSize(2);
        // One for each attempt of the outer calls: a challenge, its retry, and the second call.
        assertThat(app.other().records(BOB)).hasSize(3);
        app.pds().assertNoViolations();
        app.other().assertNoViolations();
    }

    @Test
    void nestedCallForAnotherAccountIsSeparate(ClientApp app) {
        app.other();
        OuterClient outer = app.wrapped(OuterClient.class);
        nestedCall = once(() -> outer.create(Requests.note(BOB), BOB));
        outer.create(Requests.note(ALICE), ALICE);
        assertOneRecordEach(app);
    }

    @Test
    void nestedCallForAnotherActiveAccountIsSeparate(ClientApp app) {
        app.other();
        OuterClient outer = app.wrapped(OuterClient.class);
        nestedCall = once(() -> {
            app.setActive(BOB);
            outer.create(Requests.note(BOB));
            app.setActive(ALICE);
        });
        app.setActive(ALICE);
        outer.create(Requests.note(ALICE));
        assertOneRecordEach(app);
    }

    @Test
    void activeAccountMayWaitForAnotherThreadOfTheCall(ClientApp app) {
        app.other();
        OuterClient outer = app.wrapped(OuterClient.class);
        nestedCall = once(() -> {
            SignedCall call = CallScope.current();
            app.setActive(() -> {
                // As a filter that the runtime runs on a thread of its own.
                assertThat(OwnThread.run(call::succeeded)).succeedsWithin(Duration.ofSeconds(10));
                return Optional.of(BOB);
            });
            outer.create(Requests.note(BOB));
            app.setActive(ALICE);
        });
        app.setActive(ALICE);
        outer.create(Requests.note(ALICE));
        assertOneRecordEach(app);
    }

    private static Runnable once(Runnable call) {
        AtomicBoolean first = new AtomicBoolean(true);
        return () -> {
            if (first.getAndSet(false)) {
                call.run();
            }
        };
    }

    private static void assertOneRecordEach(ClientApp app) {
        assertThat(app.pds().records(ALICE)).hasSize(1);
        assertThat(app.other().records(BOB)).hasSize(1);
        app.pds().assertNoViolations();
        app.other().assertNoViolations();
    }

    @Test
    void nestedUnsignedCallStaysUnsigned(ClientApp app) {
        FakePds server = app.other();
        Recorder recorder = Recorder.on(server, LIST);
        MixedClient inner = app.built(MixedClient.class, URI.create(server.pdsUrl()), builder -> builder);
        nestedCall = () -> inner.listUntouched(BOB, Requests.COLLECTION);
        app.wrapped(OuterClient.class).create(Requests.note(ALICE), ALICE);
        assertThat(recorder.requests()).isNotEmpty().allSatisfy(request -> {
            assertThat(request.all("Authorization")).isEmpty();
            assertThat(request.all("DPoP")).isEmpty();
        });
        server.assertNoViolations();
    }

    @Test
    void nestedCallOfAnUnwrappedClientIsRefused(ClientApp app) {
        MixedClient bare = app.built(MixedClient.class, URI.create(app.pds().forbiddenUrl()), builder -> builder);
        nestedCall = () -> bare.create(Requests.note(ALICE), ALICE);
        assertThatThrownBy(() -> app.wrapped(OuterClient.class).create(Requests.note(ALICE), ALICE))
                .hasStackTraceContaining("UnsignedCallException");
        app.pds().assertNoViolations();
    }
}
