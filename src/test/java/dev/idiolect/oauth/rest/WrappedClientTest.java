package dev.idiolect.oauth.rest;

import static dev.idiolect.oauth.rest.ClientApp.ALICE;
import static dev.idiolect.oauth.rest.ClientApp.NOWHERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import jakarta.json.JsonObject;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.Closeable;
import java.net.URI;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.junit.jupiter.api.Test;

@ClientTest
class WrappedClientTest {

    public interface Inherited {
        @POST
        @Path("com.atproto.repo.createRecord")
        JsonObject create(JsonObject body, @HeaderParam(DpopSigned.ACCOUNT) String account);
    }

    @DpopSigned
    @Path("/xrpc")
    public interface InheritingClient extends Inherited {}

    @Test
    void wrappedClientIsSigned(ClientApp app) {
        app.wrapped(NoteClient.class).create(Requests.note(ALICE), ALICE);
        assertThat(app.pds().records(ALICE)).hasSize(1);
        app.pds().assertNoViolations();
    }

    @Test
    void unwrappedClientFailsAndSendsNothing(ClientApp app) {
        NoteClient bare = app.built(NoteClient.class, URI.create(app.pds().forbiddenUrl()), UnaryOperator.identity());
        assertThatThrownBy(() -> bare.create(Requests.note(ALICE), ALICE))
                .hasStackTraceContaining("UnsignedCallException")
                .hasStackTraceContaining("SignedCalls.wrap");
        assertThatThrownBy(() -> bare.createLater(Requests.note(ALICE), ALICE)
                        .toCompletableFuture()
                        .get())
                .hasStackTraceContaining("UnsignedCallException");
        app.pds().assertNoViolations();
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isZero();
    }

    @Test
    void annotationOnAnInterfaceAppliesToInheritedMethods(ClientApp app) {
        app.wrapped(InheritingClient.class).create(Requests.note(ALICE), ALICE);
        assertThat(app.pds().records(ALICE)).hasSize(1);
        InheritingClient bare =
                app.built(InheritingClient.class, URI.create(app.pds().forbiddenUrl()), UnaryOperator.identity());
        assertThatThrownBy(() -> bare.create(Requests.note(ALICE), ALICE))
                .hasStackTraceContaining("UnsignedCallException");
        app.pds().assertNoViolations();
    }

    @Test
    void wrappingAnInjectedClientChangesNothing(ClientApp app) {
        NoteClient twice = app.calls().wrap(NoteClient.class, app.injected(NoteClient.class));
        app.pds().fail(FakePds.CREATE_RECORD, FakePds.ALWAYS, Faults.challenge());
        assertThatThrownBy(() -> twice.create(Requests.note(ALICE), ALICE)).isInstanceOf(RuntimeException.class);
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isEqualTo(3);
    }

    @Test
    void wrappingTwiceReturnsTheSameClient(ClientApp app) {
        NoteClient wrapped = app.wrapped(NoteClient.class);
        assertThat(app.calls().wrap(NoteClient.class, wrapped)).isSameAs(wrapped);
    }

    @Test
    void closingClosesTheClient(ClientApp app) throws Exception {
        NoteClient notes = app.wrapped(NoteClient.class);
        notes.create(Requests.note(ALICE), ALICE);
        assertThat(notes).isInstanceOf(Closeable.class);
        ((Closeable) notes).close();
        assertThatThrownBy(() -> notes.create(Requests.note(ALICE), ALICE)).isInstanceOf(IllegalStateException.class);
        try (MixedClient mixed = app.wrapped(MixedClient.class)) {
            assertThat(mixed).isNotNull();
        }
    }

    @Test
    void callsOfADefaultMethodAreSigned(ClientApp app) {
        app.wrapped(NoteClient.class).createTwice(Requests.note(ALICE), ALICE);
        assertThat(app.pds().records(ALICE)).hasSize(2);
        app.pds().assertNoViolations();
    }

    @Test
    void hasEqualsHashCodeAndToString(ClientApp app) {
        NoteClient notes = app.wrapped(NoteClient.class);
        assertThat(notes)
                .isEqualTo(notes)
                .isNotEqualTo(app.wrapped(NoteClient.class))
                .hasSameHashCodeAs(notes);
        assertThat(notes.toString()).contains("NoteClient");
    }

    @Test
    void onlyAnnotatedInterfacesCanBeWrapped(ClientApp app) {
        assertThatThrownBy(() -> app.calls().wrap(Runnable.class, () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Runnable");
        assertThatThrownBy(() -> app.calls().wrap(String.class, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneBuilderCanBuildTwoClients(ClientApp app) {
        RestClientBuilder builder = RestClientBuilder.newBuilder().baseUri(NOWHERE);
        NoteClient notes = app.calls().wrap(NoteClient.class, builder.build(NoteClient.class));
        MixedClient mixed = app.calls().wrap(MixedClient.class, builder.build(MixedClient.class));
        notes.create(Requests.note(ALICE), ALICE);
        mixed.create(Requests.note(ALICE), ALICE);
        assertThat(app.pds().records(ALICE)).hasSize(2);
        app.pds().assertNoViolations();
    }
}
