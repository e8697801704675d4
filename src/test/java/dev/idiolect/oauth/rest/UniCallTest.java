package dev.idiolect.oauth.rest;

import static dev.idiolect.oauth.rest.ClientApp.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.dpop.DpopKey;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.internal.http.TestAddresses;
import dev.idiolect.oauth.refresh.NoSessionException;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that return a {@link Uni}, without HTTP: the invocation records what the filters would. */
@Timeout(60)
class UniCallTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @DpopSigned
    interface Api {
        Uni<String> send(InputStream body, @HeaderParam(DpopSigned.ACCOUNT) String account);
    }

    private final OAuthTokenStore store = new InMemoryOAuthTokenStore();
    private volatile Optional<String> active = Optional.empty();
    private final SignedCalls calls = SignedCalls.builder(
                    SessionRefresher.builder(store, session -> session).build(), new DpopProofFactory())
            .activeAccount(() -> active)
            .bodyLimit(100)
            .addresses(TestAddresses.allPublic("https://pds.example.com"))
            .build();

    UniCallTest() {
        store.save(OAuthSession.builder()
                .did(ALICE)
                .pdsUrl("https://pds.example.com")
                .accessJwt("access")
                .refreshJwt("refresh")
                .dpopPrivateKeyJwk(DpopKey.generate().privateJwk())
                .issuedAt(Instant.now())
                .expiresAt(Instant.now().plusSeconds(3600))
                .build());
    }

    @Test
    void eachSubscriptionIsASeparateCall() throws Exception {
        ScriptedInvocation played = new ScriptedInvocation(
                arguments(),
                call -> Uni.createFrom().item("first"),
                call -> Uni.createFrom().item("second"));
        Uni<String> uni = call(played);
        assertThat(played.seen).isEmpty();
        assertThat(uni.await().atMost(LIMIT)).isEqualTo("first");
        assertThat(uni.await().atMost(LIMIT)).isEqualTo("second");
        assertThat(played.seen).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void requestIsSentInTheScopeOfItsCall() throws Exception {
        ScriptedInvocation played = new ScriptedInvocation(
                arguments(), call -> Uni.createFrom().item(() -> CallScope.current() == call ? "signed" : "unsigned"));
        assertThat(call(played).await().atMost(LIMIT)).isEqualTo("signed");
    }

    @Test
    void retrySendsTheWholeBody() throws Exception {
        ScriptedInvocation played = new ScriptedInvocation(
                arguments(),
                call -> Uni.createFrom().item(() -> {
                    call.refused(call.startRequest(), Challenge.NONCE);
                    throw new IllegalStateException("refused");
                }),
                call -> Uni.createFrom().item("done"));
        assertThat(call(played).await().atMost(LIMIT)).isEqualTo("done");
        assertThat(played.given)
                .hasSize(2)
                .allSatisfy(arguments -> assertThat((InputStream) arguments[0]).hasContent("body"));
    }

    @Test
    void secondSubscriptionSendsTheWholeBody() throws Exception {
        ScriptedInvocation played = new ScriptedInvocation(
                arguments(),
                call -> Uni.createFrom().failure(new IllegalStateException("cut off")),
                call -> Uni.createFrom().item("done"));
        assertThat(call(played).onFailure().retry().atMost(1).await().atMost(LIMIT))
                .isEqualTo("done");
        assertThat(played.given)
                .hasSize(2)
                .allSatisfy(arguments -> assertThat((InputStream) arguments[0]).hasContent("body"));
    }

    @Test
    void partlyReadBodyIsNeverSent() throws Exception {
        ScriptedInvocation played =
                new ScriptedInvocation(new Object[] {new ByteArrayInputStream(new byte[150]), ALICE});
        Uni<String> uni = call(played);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> uni.await().atMost(LIMIT)).isInstanceOf(UnrepeatableBodyException.class);
        }
        assertThat(played.seen).isEmpty();
    }

    @Test
    void accountIsActiveWhenTheUniIsCreated() throws Exception {
        active = Optional.of(ALICE);
        ScriptedInvocation played = new ScriptedInvocation(
                new Object[] {body(), null},
                call -> Uni.createFrom().item(call.session().did()));
        Uni<String> uni = call(played);
        active = Optional.of(ClientApp.BOB);
        assertThat(uni.await().atMost(LIMIT)).isEqualTo(ALICE);
    }

    @Test
    void failuresBeforeSendingFailTheUni() throws Exception {
        Uni<String> unknown = call(new ScriptedInvocation(new Object[] {body(), ClientApp.BOB}));
        assertThatThrownBy(() -> unknown.await().atMost(LIMIT)).isInstanceOf(NoSessionException.class);
        Uni<String> missing = call(new ScriptedInvocation(new Object[] {body(), null}));
        assertThatThrownBy(() -> missing.await().atMost(LIMIT))
                .isInstanceOf(AccountException.class)
                .hasMessageStartingWith("No account for");
        Uni<String> noDid = call(new ScriptedInvocation(new Object[] {body(), "no DID"}));
        assertThatThrownBy(() -> noDid.await().atMost(LIMIT)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void cancellingCancelsTheRequest() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
        ScriptedInvocation played = new ScriptedInvocation(arguments(), call -> {
            sent.countDown();
            return Uni.createFrom().nothing().onCancellation().invoke(() -> cancelled.complete(true));
        });
        var subscription = call(played).subscribe().with(item -> {});
        assertThat(sent.await(20, TimeUnit.SECONDS)).isTrue();
        subscription.cancel();
        assertThat(cancelled).succeedsWithin(LIMIT);
    }

    private static Object[] arguments() {
        return new Object[] {body(), ALICE};
    }

    private static InputStream body() {
        return new ByteArrayInputStream("body".getBytes(StandardCharsets.US_ASCII));
    }

    @SuppressWarnings("unchecked")
    private Uni<String> call(Invocation invocation) throws Exception {
        return (Uni<String>)
                calls.intercept(Api.class.getMethod("send", InputStream.class, String.class), null, invocation);
    }
}
