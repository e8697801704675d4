package dev.idiolect.oauth.rest;

import static dev.idiolect.oauth.rest.ClientApp.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.refresh.NoSessionException;
import dev.idiolect.oauth.refresh.RefreshException;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ClientTest
class ChallengeTest {

    /** An exception of the application. */
    static final class ApplicationException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    public static final class ApplicationMapper implements ResponseExceptionMapper<RuntimeException> {
        @Override
        public RuntimeException toThrowable(Response response) {
            return new IllegalStateException("application " + response.getStatus(), new ApplicationException());
        }
    }

    private static final String INVALID = "DPoP algs=\"ES256\", error=\"invalid_token\"";

    @Test
    void nonceIsUpdatedFromEveryResponse(ClientApp app) {
        NoteClient notes = app.injected(NoteClient.class);
        app.pds().pdsNonces().rotateEveryRequest(true);
        for (int i = 0; i < 5; i++) {
            notes.create(Requests.note(ALICE), ALICE);
        }
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isEqualTo(6);
        app.pds().assertNoViolations();
    }

    @Test
    void storedNonceAvoidsTheFirstChallenge(ClientApp app) {
        app.save(app.session(ALICE).toBuilder()
                .dpopNonce(app.pds().pdsNonces().current())
                .build());
        app.injected(NoteClient.class).create(Requests.note(ALICE), ALICE);
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isEqualTo(1);
    }

    @Test
    void nonceIsRetriedTwiceThenTheResponseIsReadable(ClientApp app) {
        app.pds().fail(FakePds.CREATE_RECORD, FakePds.ALWAYS, Faults.challenge());
        NoteClient responses = app.wrapped(NoteClient.class, ClientApp.NOWHERE, ClientApp.WITHOUT_DEFAULT_MAPPER);
        try (Response last = responses.createForResponse(Requests.note(ALICE), ALICE)) {
            assertThat(last.getStatus()).isEqualTo(401);
            assertThat(last.readEntity(String.class)).contains("use_dpop_nonce");
        }
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isEqualTo(3);
        NoteClient notes = app.injected(NoteClient.class);
        assertThatThrownBy(() -> notes.create(Requests.note(ALICE), ALICE))
                .isInstanceOfSatisfying(
                        WebApplicationException.class,
                        e -> assertThat(e.getResponse().readEntity(String.class))
                                .contains("use_dpop_nonce"));
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isEqualTo(6);
    }

    @Test
    void challengeWithoutANonceIsNotRetried(ClientApp app) {
        app.pds()
                .fail(
                        FakePds.CREATE_RECORD,
                        FakePds.ALWAYS,
                        call -> Faults.unauthorized("use_dpop_nonce", "DPoP error=\"use_dpop_nonce\"")
                                .apply(call)
                                .header("DPoP-Nonce", "not \"a\" nonce"));
        assertStatus(401, () -> app.injected(NoteClient.class).create(Requests.note(ALICE), ALICE));
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isEqualTo(1);
    }

    @Test
    void nonceOfAServerErrorIsUsedInTheNextCall(ClientApp app) {
        NoteClient notes = app.injected(NoteClient.class);
        notes.create(Requests.note(ALICE), ALICE);
        app.pds().fail(FakePds.CREATE_RECORD, call -> {
            for (int i = 0; i < 3; i++) {
                call.nonces().rotate();
            }
            return Faults.status(503, "{\"error\":\"NotEnoughResources\"}").apply(call);
        });
        int before = app.pds().requests(FakePds.CREATE_RECORD);
        assertStatus(503, () -> notes.create(Requests.note(ALICE), ALICE));
        notes.create(Requests.note(ALICE), ALICE);
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isEqualTo(before + 2);
        app.pds().assertNoViolations();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":\"use_dpop_nonce\"}", ""})
    void serverErrorThatAsksForANonceIsRetried(String body, ClientApp app) {
        String[] header =
                body.isEmpty() ? new String[] {"WWW-Authenticate", "DPoP error=\"use_dpop_nonce\""} : new String[0];
        app.pds().fail(FakePds.CREATE_RECORD, Faults.status(500, body, header));
        app.injected(NoteClient.class).create(Requests.note(ALICE), ALICE);
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isEqualTo(2);
        assertThat(app.pds().records(ALICE)).hasSize(1);
    }

    @Test
    void otherServerErrorsAreNeverRetried(ClientApp app) {
        Fault error = Faults.status(
                500, "{\"error\":\"AccountDeactivated\"}", "WWW-Authenticate", "DPoP error=\"invalid_token\"");
        app.pds().fail(FakePds.CREATE_RECORD, FakePds.ALWAYS, error);
        assertStatus(500, () -> app.injected(NoteClient.class).create(Requests.note(ALICE), ALICE));
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isEqualTo(1);
        assertThat(app.refreshes()).isZero();
    }

    @Test
    void expiredTokenIsRefreshedInsideTheCall(ClientApp app) {
        OAuthSession before = app.session(ALICE);
        app.pds().expireAccessTokens();
        app.injected(NoteClient.class).create(Requests.note(ALICE), ALICE);
        assertThat(app.refreshes()).isEqualTo(1);
        assertThat(app.session(ALICE).accessJwt()).isNotEqualTo(before.accessJwt());
        app.pds().assertNoViolations();
    }

    @Test
    void sessionRefreshedByAnotherCallerIsReused(ClientApp app) {
        OAuthSession newer = new TestRefresher().refresh(app.session(ALICE));
        app.pds().fail(FakePds.CREATE_RECORD, call -> {
            app.save(newer);
            return Faults.unauthorized("InvalidToken", INVALID).apply(call);
        });
        app.injected(NoteClient.class).create(Requests.note(ALICE), ALICE);
        assertThat(app.refreshes()).isZero();
        assertThat(app.pds().records(ALICE)).hasSize(1);
    }

    @Test
    void refusedTokenIsRenewedOnlyOnce(ClientApp app) {
        app.pds().fail(FakePds.CREATE_RECORD, FakePds.ALWAYS, Faults.unauthorized("InvalidToken", INVALID));
        assertStatus(401, () -> app.injected(NoteClient.class).create(Requests.note(ALICE), ALICE));
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isEqualTo(2);
        assertThat(app.refreshes()).isEqualTo(1);
    }

    @Test
    void tokenThatExpiresOnItsWayIsRenewedAgain(ClientApp app) {
        app.pds().fail(FakePds.CREATE_RECORD, call -> {
            app.save(app.session(ALICE).toBuilder()
                    .accessJwt("expires-soon")
                    .expiresAt(Instant.now().plusSeconds(1))
                    .build());
            return Faults.unauthorized("InvalidToken", INVALID).apply(call);
        });
        app.pds().fail(FakePds.CREATE_RECORD, call -> {
            Instant expiry = app.session(ALICE).expiresAt();
            await().until(() -> Instant.now().isAfter(expiry));
            return Faults.unauthorized("InvalidToken", INVALID).apply(call);
        });
        app.injected(NoteClient.class).create(Requests.note(ALICE), ALICE);
        assertThat(app.refreshes()).isEqualTo(1);
        assertThat(app.pds().records(ALICE)).hasSize(1);
    }

    @Test
    void errorOfAnotherSchemeIsIgnored(ClientApp app) {
        app.pds()
                .fail(
                        FakePds.CREATE_RECORD,
                        FakePds.ALWAYS,
                        Faults.unauthorized("x", "Bearer error=\"invalid_token\"", "DPoP algs=\"ES256\""));
        assertStatus(401, () -> app.injected(NoteClient.class).create(Requests.note(ALICE), ALICE));
        assertThat(app.refreshes()).isZero();
    }

    @Test
    void failedRefreshSuppressesTheRefusal(ClientApp app) {
        app.pds().fail(FakePds.CREATE_RECORD, call -> {
            app.delete(ALICE);
            return Faults.unauthorized("InvalidToken", INVALID).apply(call);
        });
        assertThatThrownBy(() -> app.injected(NoteClient.class).create(Requests.note(ALICE), ALICE))
                .isInstanceOf(NoSessionException.class)
                .satisfies(
                        e -> assertThat(e.getSuppressed()).hasAtLeastOneElementOfType(WebApplicationException.class));
    }

    @Test
    void forbiddenIsNeverRetried(ClientApp app) {
        Fault forbidden = call -> Faults.missingScope("repo").apply(call).header("WWW-Authenticate", INVALID);
        app.pds().fail(FakePds.CREATE_RECORD, FakePds.ALWAYS, forbidden);
        assertStatus(403, () -> app.injected(NoteClient.class).create(Requests.note(ALICE), ALICE));
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isEqualTo(1);
        assertThat(app.refreshes()).isZero();
    }

    @Test
    void requestWithUnknownOutcomeIsNeverRetried(ClientApp app) {
        NoteClient notes = app.injected(NoteClient.class);
        notes.create(Requests.note(ALICE), ALICE);
        int before = app.pds().requests(FakePds.CREATE_RECORD);
        app.pds().fail(FakePds.CREATE_RECORD, Faults.silenceAfterProcessing(Duration.ofMillis(50)));
        assertThatThrownBy(() -> notes.create(Requests.note(ALICE), ALICE)).isInstanceOf(RuntimeException.class);
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isEqualTo(before + 1);
        assertThat(app.pds().records(ALICE)).hasSize(2);
    }

    @Test
    void exceptionMapperDoesNotHideAChallenge(ClientApp app) {
        NoteClient notes = app.wrapped(
                NoteClient.class, ClientApp.NOWHERE, builder -> builder.register(ApplicationMapper.class, 1));
        notes.create(Requests.note(ALICE), ALICE);
        app.pds().assertNoViolations();
        app.pds().fail(FakePds.CREATE_RECORD, Faults.missingScope("repo"));
        assertThatThrownBy(() -> notes.create(Requests.note(ALICE), ALICE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("application 403");
    }

    @Test
    void skewedClockIsCorrectedOnce(ClientApp app) {
        app.pds().clock().setOffset(Duration.ofMinutes(10));
        app.injected(NoteClient.class).create(Requests.note(ALICE), ALICE);
        assertThat(app.pds().records(ALICE)).hasSize(1);
        int before = app.pds().requests(FakePds.CREATE_RECORD);
        app.injected(NoteClient.class).create(Requests.note(ALICE), ALICE);
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isEqualTo(before + 1);
    }

    @Test
    void refusedProofIsFinalIfTheClocksAgree(ClientApp app) {
        app.pds()
                .fail(
                        FakePds.CREATE_RECORD,
                        FakePds.ALWAYS,
                        Faults.unauthorized("x", "DPoP error=\"invalid_dpop_proof\""));
        assertStatus(401, () -> app.injected(NoteClient.class).create(Requests.note(ALICE), ALICE));
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isEqualTo(1);
    }

    @Test
    void interruptedRefreshEndsTheCallAndKeepsTheInterrupt(ClientApp app) {
        app.pds()
                .fail(
                        FakePds.CREATE_RECORD,
                        call -> Faults.unauthorized("x", INVALID).apply(call));
        app.pds().fail(FakePds.TOKEN, Faults.slowDrip(Duration.ofMillis(20)));
        Thread caller = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            while (app.pds().requests(FakePds.TOKEN) == 0) {
                Thread.onSpinWait();
            }
            caller.interrupt();
        });
        interrupter.start();
        assertThatThrownBy(() -> app.injected(NoteClient.class).create(Requests.note(ALICE), ALICE))
                .isInstanceOf(RefreshException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).isNotEmpty());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isEqualTo(1);
    }

    private static void assertStatus(int status, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        WebApplicationException.class,
                        e -> assertThat(e.getResponse().getStatus()).isEqualTo(status));
    }
}
