package dev.idiolect.oauth.rest;

import static dev.idiolect.oauth.rest.ClientApp.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.dpop.DpopKey;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.internal.http.DaemonThreads;
import dev.idiolect.oauth.internal.http.TestAddresses;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.telemetry.Telemetry;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signed calls without HTTP: the invocation records what the filters would. */
class SignedCallsTest {

    @DpopSigned
    interface Api {
        String call(@HeaderParam(DpopSigned.ACCOUNT) String account);

        String send(InputStream body, @HeaderParam(DpopSigned.ACCOUNT) String account);

        Response respond(@HeaderParam(DpopSigned.ACCOUNT) String account);

        CompletionStage<String> later(@HeaderParam(DpopSigned.ACCOUNT) String account);

        CompletionStage<String> laterFor(Target target, @HeaderParam(DpopSigned.ACCOUNT) String account);
    }

    /** A body that names an account. */
    record Target(String repo) {}

    private final OAuthTokenStore store = new InMemoryOAuthTokenStore();
    private final SessionRefresher refresher = SessionRefresher.builder(
                    store,
                    session -> session.toBuilder()
                            .accessJwt(session.accessJwt() + "+")
                            .refreshJwt("refresh")
                            .issuedAt(Instant.now())
                            .expiresAt(Instant.now().plusSeconds(3600))
                            .build())
            .build();
    private final SignedCalls calls = SignedCalls.builder(refresher, new DpopProofFactory())
            .bodyLimit(100)
            .addresses(TestAddresses.allPublic())
            .build();

    @BeforeEach
    void signIn() {
        store.save(OAuthSession.builder()
                .did(ALICE)
                .pdsUrl("https://pds.example.com")
                .accessJwt("s3cret")
                .refreshJwt("s3cret-refresh")
                .dpopPrivateKeyJwk(DpopKey.generate().privateJwk())
                .issuedAt(Instant.now())
                .expiresAt(Instant.now().plusSeconds(3600))
                .build());
    }

    @Test
    void contradictingArgumentsFailTheStage() throws Exception {
        Method method = Api.class.getMethod("laterFor", Target.class, String.class);
        ScriptedInvocation invocation = new ScriptedInvocation(new Object[] {new Target(ALICE), ClientApp.BOB});
        Object stage = calls.call(ApiMethod.find(Api.class, method), invocation);
        assertThat(((CompletionStage<?>) stage).toCompletableFuture())
                .failsWithin(java.time.Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(AccountException.class);
    }

    @Test
    void retryDependsOnTheCallAndNotOnTheException() throws Exception {
        ScriptedInvocation refused = new ScriptedInvocation(
                new Object[] {ALICE},
                call -> {
                    call.refused(call.startRequest(), Challenge.NONCE);
                    throw new IllegalStateException("the application's own");
                },
                call -> "done");
        assertThat(run("call", refused)).isEqualTo("done");

        ScriptedInvocation failed = new ScriptedInvocation(new Object[] {ALICE}, call -> {
            throw new NotAuthorizedException("DPoP error=\"use_dpop_nonce\"");
        });
        assertThatThrownBy(() -> run("call", failed)).isInstanceOf(NotAuthorizedException.class);
        assertThat(failed.seen).hasSize(1);
    }

    @Test
    void eachChallengeHasItsOwnLimit() {
        ScriptedInvocation played = new ScriptedInvocation(
                new Object[] {ALICE},
                refusing(Challenge.NONCE),
                refusing(Challenge.TOKEN),
                refusing(Challenge.NONCE),
                refusing(Challenge.CLOCK),
                call -> {
                    assertThat(call.refused(call.startRequest(), Challenge.NONCE))
                            .isFalse();
                    assertThat(call.refused(call.startRequest(), Challenge.TOKEN))
                            .isFalse();
                    assertThat(call.refused(call.startRequest(), Challenge.CLOCK))
                            .isFalse();
                    throw new IllegalStateException("the last");
                });
        assertThatThrownBy(() -> run("call", played)).hasMessage("the last");
        assertThat(played.seen).hasSize(5);
        assertThat(store.load(ALICE).orElseThrow().accessJwt()).isEqualTo("s3cret+");
    }

    @Test
    void reenteredCallPassesThrough() throws Exception {
        ScriptedInvocation inner = new ScriptedInvocation(new Object[] {ALICE}, call -> "inner", call -> "again");
        ScriptedInvocation outer = new ScriptedInvocation(
                new Object[] {ALICE},
                call -> {
                    run("call", inner);
                    assertThat(inner.seen).containsExactly(call);
                    call.refused(call.startRequest(), Challenge.NONCE);
                    throw new IllegalStateException();
                },
                call -> run("call", inner));
        assertThat(run("call", outer)).isEqualTo("again");
        assertThat(inner.seen).containsOnly(outer.seen.get(0));
        assertThat(CallScope.current()).isNull();
    }

    @Test
    void nestedCallOfAnotherMethodIsSeparate() throws Exception {
        ScriptedInvocation inner = new ScriptedInvocation(new Object[] {null, ALICE}, call -> "inner");
        ScriptedInvocation outer = new ScriptedInvocation(new Object[] {ALICE}, call -> {
            run("send", inner);
            assertThat(CallScope.current()).isSameAs(call);
            return "outer";
        });
        assertThat(run("call", outer)).isEqualTo("outer");
        assertThat(inner.seen.get(0)).isNotSameAs(outer.seen.get(0));
    }

    @Test
    void eachAttemptGetsItsOwnStream() throws Exception {
        InputStream body = new ByteArrayInputStream("body".getBytes(StandardCharsets.US_ASCII));
        ScriptedInvocation played = new ScriptedInvocation(
                new Object[] {body, ALICE},
                call -> {
                    call.refused(call.startRequest(), Challenge.NONCE);
                    return "refused";
                },
                call -> "done");
        assertThat(run("send", played)).isEqualTo("done");
        assertThat(played.given)
                .hasSize(2)
                .allSatisfy(arguments -> assertThat((InputStream) arguments[0]).hasContent("body"));
    }

    @Test
    void refusedResponseIsClosedAndTheLastIsNot() throws Exception {
        Response refused = Response.status(401).entity("refused").build();
        Response last = Response.status(401).entity("last").build();
        ScriptedInvocation played = new ScriptedInvocation(
                new Object[] {ALICE},
                call -> {
                    call.refused(call.startRequest(), Challenge.NONCE);
                    return refused;
                },
                call -> last);
        assertThat(run("respond", played)).isSameAs(last);
        assertThatThrownBy(refused::hasEntity).isInstanceOf(IllegalStateException.class);
        assertThat(last.hasEntity()).isTrue();
    }

    @Test
    void failureOfAFilterIsThrownUnwrapped() {
        IllegalStateException why = new IllegalStateException("why");
        ScriptedInvocation played = new ScriptedInvocation(new Object[] {ALICE}, call -> {
            call.failed(why);
            throw new ProcessingException("wrapped", why);
        });
        assertThatThrownBy(() -> run("call", played)).isSameAs(why);
    }

    @Test
    void stageThatFailsImmediatelyIsRetried() throws Exception {
        ScriptedInvocation played = new ScriptedInvocation(
                new Object[] {ALICE},
                call -> {
                    call.refused(call.startRequest(), Challenge.TOKEN);
                    throw new IllegalStateException("at once");
                },
                call -> {
                    call.refused(call.startRequest(), Challenge.NONCE);
                    return CompletableFuture.failedFuture(new IllegalStateException("later"));
                },
                call -> CompletableFuture.completedFuture("done"));
        CompletionStage<?> stage = (CompletionStage<?>) run("later", played);
        assertThat(stage.toCompletableFuture().get()).isEqualTo("done");
        assertThat(played.seen).hasSize(3);
    }

    @Test
    void cancelledCallIsCancelledInTheClientAndNotRetried() {
        CompletableFuture<Object> sent = new CompletableFuture<>();
        ScriptedInvocation cancellable = new ScriptedInvocation(new Object[] {ALICE}, call -> sent);
        stageOnThisThread(cancellable).cancel(true);
        assertThat(sent).isCancelled();

        CompletableFuture<Object> deaf = new CompletableFuture<>();
        ScriptedInvocation refused =
                new ScriptedInvocation(new Object[] {ALICE}, call -> deaf.minimalCompletionStage(), call -> deaf);
        stageOnThisThread(refused).cancel(true);
        SignedCall call = refused.seen.get(0);
        call.refused(call.startRequest(), Challenge.NONCE);
        deaf.completeExceptionally(new IllegalStateException("refused"));
        assertThat(refused.seen).hasSize(1);
    }

    @Test
    void builderRefusesNegativeBodyLimit() {
        SignedCalls.Builder builder = SignedCalls.builder(refresher, new DpopProofFactory());
        assertThatThrownBy(() -> builder.bodyLimit(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void asynchronousCallRunsOnTheGivenExecutor() throws Exception {
        List<Runnable> tasks = new ArrayList<>();
        SignedCalls deferred = SignedCalls.builder(refresher, new DpopProofFactory())
                .executor(tasks::add)
                .addresses(TestAddresses.allPublic("https://pds.example.com"))
                .build();
        ScriptedInvocation scripted =
                new ScriptedInvocation(new Object[] {ALICE}, call -> CompletableFuture.completedFuture("done"));
        CompletionStage<?> stage = (CompletionStage<?>) deferred.intercept(method("later"), null, scripted);
        assertThat(stage.toCompletableFuture()).isNotDone();
        tasks.forEach(Runnable::run);
        assertThat(stage.toCompletableFuture()).isCompletedWithValueMatching("done"::equals);
        assertThat(tasks).hasSize(1);
    }

    @Test
    void callEndsIfItsExecutorHasEnded() throws Exception {
        for (Throwable end : List.of(new IllegalStateException("undeployed"), new OutOfMemoryError("no thread"))) {
            AtomicInteger tasks = new AtomicInteger();
            SignedCalls ending = SignedCalls.builder(refresher, new DpopProofFactory())
                    .executor(task -> {
                        if (tasks.incrementAndGet() > 1) {
                            throw DaemonThreads.unchecked(end);
                        }
                        task.run();
                    })
                    .addresses(TestAddresses.allPublic("https://pds.example.com"))
                    .build();
            CompletableFuture<Object> response = new CompletableFuture<>();
            ScriptedInvocation refused = new ScriptedInvocation(new Object[] {ALICE}, call -> {
                call.refused(call.startRequest(), Challenge.NONCE);
                return response;
            });
            CompletionStage<?> stage = (CompletionStage<?>) ending.intercept(method("later"), null, refused);
            response.completeExceptionally(new IllegalStateException("refused"));
            assertThat(stage.toCompletableFuture())
                    .as("never completed")
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .havingRootCause()
                    .isSameAs(end);
        }
    }

    @Test
    void toStringShowsNoSecret() throws Exception {
        ScriptedInvocation played = new ScriptedInvocation(new Object[] {ALICE}, Object::toString);
        assertThat(run("call", played).toString())
                .contains(ALICE)
                .contains("https://pds.example.com")
                .contains("Api.call")
                .doesNotContain("s3cret")
                .doesNotContain("kty");
    }

    @Test
    void challengeOfAnEarlierRequestDoesNotRetryTheNewest() throws Exception {
        ScriptedInvocation played = new ScriptedInvocation(new Object[] {ALICE}, call -> {
            RequestAttempt abandoned = call.startRequest();
            call.startRequest();
            assertThat(call.refused(abandoned, Challenge.NONCE)).isFalse();
            return "done";
        });
        assertThat(run("call", played)).isEqualTo("done");
        assertThat(played.seen).hasSize(1);
    }

    @Test
    void challengeOfAnEarlierAttemptDoesNotRetryTheNext() throws Exception {
        RequestAttempt[] first = new RequestAttempt[1];
        ScriptedInvocation played = new ScriptedInvocation(
                new Object[] {ALICE},
                call -> {
                    first[0] = call.startRequest();
                    call.refused(first[0], Challenge.NONCE);
                    return "refused";
                },
                call -> {
                    assertThat(call.refused(first[0], Challenge.TOKEN)).isFalse();
                    call.startRequest();
                    assertThat(call.refused(first[0], Challenge.TOKEN)).isFalse();
                    return "done";
                });
        assertThat(run("call", played)).isEqualTo("done");
        assertThat(played.seen).hasSize(2);
    }

    @Test
    void successfulCallIsNotRetriedForAConcurrentRequest() throws Exception {
        ScriptedInvocation played = new ScriptedInvocation(new Object[] {ALICE}, call -> {
            call.startRequest();
            RequestAttempt beside = call.startRequest();
            call.succeeded();
            assertThat(call.refused(beside, Challenge.NONCE)).isFalse();
            return "done";
        });
        assertThat(run("call", played)).isEqualTo("done");
        assertThat(played.seen).hasSize(1);
    }

    private static ScriptedInvocation.Attempt refusing(Challenge why) {
        return call -> {
            assertThat(call.refused(call.startRequest(), why)).isTrue();
            throw new IllegalStateException("refused");
        };
    }

    private CompletableFuture<?> stageOnThisThread(Invocation invocation) {
        SignedInvocation run = new SignedInvocation(
                new CallParts(
                        new AccountSelector(refresher, Optional::empty, null),
                        new DpopProofFactory(),
                        TestAddresses.allPublic("https://pds.example.com"),
                        100,
                        Telemetry.none()),
                ApiMethod.of(method("later"), null),
                new AccountArguments(ALICE, null),
                invocation);
        return (CompletableFuture<?>) new CompletionStageReturn(Runnable::run).run(run);
    }

    private Object run(String method, Invocation invocation) throws Exception {
        return calls.intercept(method(method), null, invocation);
    }

    private static Method method(String name) {
        return Arrays.stream(Api.class.getMethods())
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
