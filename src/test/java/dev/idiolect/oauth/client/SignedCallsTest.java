package dev.idiolect.oauth.client;

import static dev.idiolect.oauth.client.ClientApp.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.dpop.DpopProofs;
import dev.idiolect.oauth.dpop.DpopProver;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.OAuthSession;
import jakarta.ws.rs.HeaderParam;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The engine without HTTP: what a filter would say is said by the invocation. */
class SignedCallsTest {

    @DpopSigned
    interface Api {
        String call(@HeaderParam(DpopSigned.ACCOUNT) String account);

        String send(InputStream body, @HeaderParam(DpopSigned.ACCOUNT) String account);

        CompletionStage<String> later(@HeaderParam(DpopSigned.ACCOUNT) String account);
    }

    /** Plays one outcome a try. */
    private static final class Played implements Invocation {

        interface Try {
            Object play(SignedCall call) throws Exception;
        }

        private final List<SignedCall> seen = new ArrayList<>();
        private final List<Object[]> given = new ArrayList<>();
        private final List<Try> tries;
        private Object[] arguments;

        Played(Object[] arguments, Try... tries) {
            this.arguments = arguments;
            this.tries = List.of(tries);
        }

        @Override
        public Object[] arguments() {
            return arguments;
        }

        @Override
        public void replace(Object[] next) {
            arguments = next;
        }

        @Override
        public Object proceed() throws Exception {
            SignedCall call = CallScope.current();
            seen.add(call);
            given.add(arguments);
            return tries.get(seen.size() - 1).play(call);
        }
    }

    private final MapStore store = new MapStore();
    private final SignedCalls calls = new SignedCalls(
            new SessionRefresher(
                    store,
                    session -> session.withTokens(
                            session.accessJwt() + "+",
                            "refresh",
                            Instant.now(),
                            Instant.now().plusSeconds(3600))),
            new DpopProofs(),
            Optional::empty,
            null,
            100);

    @BeforeEach
    void signIn() {
        store.save(OAuthSession.of(
                ALICE,
                "https://pds.example.com",
                "s3cret",
                "s3cret-refresh",
                DpopProver.generate().privateJwk(),
                Instant.now(),
                Instant.now().plusSeconds(3600)));
    }

    @Test
    void loopLooksAtTheCallAndNotAtTheException() throws Exception {
        Played refused = new Played(
                new Object[] {ALICE},
                call -> {
                    call.refused(Challenge.NONCE);
                    throw new IllegalStateException("somebody's own");
                },
                call -> "done");
        assertThat(run("call", refused)).isEqualTo("done");

        Played failed = new Played(new Object[] {ALICE}, call -> {
            throw new jakarta.ws.rs.NotAuthorizedException("DPoP error=\"use_dpop_nonce\"");
        });
        assertThatThrownBy(() -> run("call", failed)).isInstanceOf(jakarta.ws.rs.NotAuthorizedException.class);
        assertThat(failed.seen).hasSize(1);
    }

    @Test
    void eachChallengeHasItsOwnLimit() {
        Played played = new Played(
                new Object[] {ALICE},
                refusing(Challenge.NONCE),
                refusing(Challenge.TOKEN),
                refusing(Challenge.NONCE),
                refusing(Challenge.CLOCK),
                call -> {
                    assertThat(call.refused(Challenge.NONCE)).isFalse();
                    assertThat(call.refused(Challenge.TOKEN)).isFalse();
                    assertThat(call.refused(Challenge.CLOCK)).isFalse();
                    throw new IllegalStateException("the last");
                });
        assertThatThrownBy(() -> run("call", played)).hasMessage("the last");
        assertThat(played.seen).hasSize(5);
        assertThat(store.load(ALICE).orElseThrow().accessJwt()).isEqualTo("s3cret+");
    }

    @Test
    void laterEntryOfTheSameCallPassesThrough() throws Exception {
        Played inner = new Played(new Object[] {ALICE}, call -> "inner", call -> "again");
        Played outer = new Played(
                new Object[] {ALICE},
                call -> {
                    run("call", inner);
                    assertThat(inner.seen).containsExactly(call);
                    call.refused(Challenge.NONCE);
                    throw new IllegalStateException();
                },
                call -> run("call", inner));
        assertThat(run("call", outer)).isEqualTo("again");
        assertThat(inner.seen).containsOnly(outer.seen.get(0));
        assertThat(CallScope.current()).isNull();
    }

    @Test
    void otherMethodMeanwhileIsAnotherCall() throws Exception {
        Played inner = new Played(new Object[] {null, ALICE}, call -> "inner");
        Played outer = new Played(new Object[] {ALICE}, call -> {
            run("send", inner);
            assertThat(CallScope.current()).isSameAs(call);
            return "outer";
        });
        assertThat(run("call", outer)).isEqualTo("outer");
        assertThat(inner.seen.get(0)).isNotSameAs(outer.seen.get(0));
    }

    @Test
    void streamIsFreshForEachTry() throws Exception {
        InputStream body = new ByteArrayInputStream("body".getBytes(StandardCharsets.US_ASCII));
        Played played = new Played(
                new Object[] {body, ALICE},
                call -> {
                    call.refused(Challenge.NONCE);
                    return "refused";
                },
                call -> "done");
        assertThat(run("send", played)).isEqualTo("done");
        assertThat(played.given)
                .hasSize(2)
                .allSatisfy(arguments -> assertThat((InputStream) arguments[0]).hasContent("body"));
    }

    @Test
    void filtersFailureIsThrownAsItWas() {
        IllegalStateException why = new IllegalStateException("why");
        Played played = new Played(new Object[] {ALICE}, call -> {
            call.failed(why);
            throw new jakarta.ws.rs.ProcessingException("wrapped", why);
        });
        assertThatThrownBy(() -> run("call", played)).isSameAs(why);
    }

    @Test
    void stageThatFailsAtOnceIsTriedAgainToo() throws Exception {
        Played played = new Played(
                new Object[] {ALICE},
                call -> {
                    call.refused(Challenge.TOKEN);
                    throw new IllegalStateException("at once");
                },
                call -> {
                    call.refused(Challenge.NONCE);
                    return CompletableFuture.failedFuture(new IllegalStateException("later"));
                },
                call -> CompletableFuture.completedFuture("done"));
        CompletionStage<?> stage = (CompletionStage<?>) run("later", played);
        assertThat(stage.toCompletableFuture().get()).isEqualTo("done");
        assertThat(played.seen).hasSize(3);
    }

    @Test
    void toStringShowsNoSecret() throws Exception {
        Played played = new Played(new Object[] {ALICE}, Object::toString);
        assertThat(run("call", played).toString())
                .contains(ALICE)
                .contains("https://pds.example.com")
                .contains("Api.call")
                .doesNotContain("s3cret")
                .doesNotContain("kty");
    }

    private static Played.Try refusing(Challenge why) {
        return call -> {
            assertThat(call.refused(why)).isTrue();
            throw new IllegalStateException("refused");
        };
    }

    private Object run(String method, Invocation invocation) throws Exception {
        return calls.intercept(
                Arrays.stream(Api.class.getMethods())
                        .filter(each -> each.getName().equals(method))
                        .findFirst()
                        .orElseThrow(),
                null,
                invocation);
    }
}
