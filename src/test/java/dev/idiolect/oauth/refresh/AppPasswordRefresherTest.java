package dev.idiolect.oauth.refresh;

import static dev.idiolect.oauth.testkit.internal.FakePds.REFRESH_SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.internal.http.TestHttpClients;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class AppPasswordRefresherTest extends RefreshFixture {

    private final Refresher refresher = refresher(PATIENT);
    private final OAuthSession session = fake.bearerSession(DID);

    @Test
    void sessionIsRefreshedWithItsRefreshToken() {
        fake.setOpaqueLegacyTokens(true);
        OAuthSession after = refresher.refresh(session);
        assertThat(after.accessJwt()).isNotEqualTo(session.accessJwt());
        assertThat(after.refreshJwt()).isNotEqualTo(session.refreshJwt());
        assertThat(after.isBearer()).isTrue();
        assertThat(after.handle()).isEqualTo(session.handle());
        assertThat(after.timeUntilExpiry(after.issuedAt())).isEqualTo(Duration.ofMinutes(5));
        assertThat(after.refreshExpiresAt()).isNull();
        fake.assertNoViolations();
    }

    @ParameterizedTest
    @CsvSource({"400,ExpiredToken", "400,InvalidToken", "401,ExpiredToken"})
    void endedSessionRequiresNewLogin(int status, String error) {
        fake.fail(REFRESH_SESSION, Faults.status(status, "{\"error\":\"" + error + "\"}"));
        assertThat(ended(() -> refresher.refresh(session)).did()).isEqualTo(DID);
    }

    @Test
    void noTokenIsSentAfterMachineSlept() {
        Refresher sleeping =
                refresher(TestHttpClients.connecting(PATIENT, () -> clock.advance(Duration.ofSeconds(31)), clock));
        assertThat(transientFailure(() -> sleeping.refresh(session))).hasMessageContaining("request not sent");
        assertThat(fake.requests(REFRESH_SESSION)).isZero();
        assertThat(refresher.refresh(session).refreshJwt()).isNotEqualTo(session.refreshJwt());
    }

    @Test
    void sessionEndedByServerRequiresNewLogin() {
        fake.endSessions(DID);
        ended(() -> refresher.refresh(session));
    }

    @ParameterizedTest
    @CsvSource({
        "401,AccountTakedown",
        "400,AccountDeactivated",
        "401,AuthMissing",
        "400,InvalidRequest",
        "403,Forbidden",
        "404,XRPCNotSupported"
    })
    void otherErrorsArePermanentWithTheServersCode(int status, String error) {
        fake.fail(REFRESH_SESSION, Faults.status(status, "{\"error\":\"" + error + "\"}"));
        assertThat(permanentFailure(() -> refresher.refresh(session)).error()).contains(error);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void redirectIsNotFollowed(int status) {
        fake.fail(REFRESH_SESSION, Faults.redirect(status, fake.forbiddenUrl() + "/xrpc/" + REFRESH_SESSION));
        permanentFailure(() -> refresher.refresh(session));
        fake.fail(REFRESH_SESSION, Faults.status(status, "{\"error\":\"ExpiredToken\"}"));
        permanentFailure(() -> refresher.refresh(session));
        fake.assertNoViolations();
    }

    static Stream<Arguments> outages() {
        Duration tenSeconds = Duration.ofSeconds(10);
        return Stream.of(
                outage("500", false, Faults.status(500, "{\"error\":\"ExpiredToken\"}")),
                outage("502", false, Faults.status(502, "<html>")),
                outage("408", false, Faults.status(408, "")),
                outage("429", false, Faults.rateLimited(1)),
                outage("cut", false, Faults.cutConnection()),
                outage("cut after the work", true, Faults.cutConnectionAfterProcessing()),
                slow("silence", false, Faults.silence(tenSeconds)),
                slow("silence after the work", true, Faults.silenceAfterProcessing(tenSeconds)),
                slow("slow drip", true, Faults.slowDrip(Duration.ofMillis(50))),
                outage("100 MB", true, Faults.hugeBody(100L << 20)),
                outage("no JSON", true, Faults.replyBody("application/json", "[[\"did\",\"" + DID + "\"]]")));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void tokenIsSentOnceAndNextRefreshLearnsItsFate(Fault fault, boolean spent, Duration timeout) {
        Refresher first = refresher(timeout);
        warmUp(first, fake.bearerSession(ANOTHER));
        int before = fake.requests(REFRESH_SESSION);
        SessionRefresher keeper = sessionRefresher(impatientOnce(first, refresher));
        store.save(session);
        fake.fail(REFRESH_SESSION, fault);

        transientFailure(() -> keeper.refresh(DID));

        assertThat(fake.requests(REFRESH_SESSION) - before).isEqualTo(1);
        assertThat(store.load(DID)).contains(session);
        clock.advance(Duration.ofSeconds(1));
        if (spent) {
            ended(() -> keeper.refresh(DID));
        } else {
            assertThat(keeper.refresh(DID).refreshJwt()).isNotEqualTo(session.refreshJwt());
            fake.assertNoViolations();
        }
    }

    @Test
    void lateResponseWithTokensIsNotLost() {
        Refresher readingOn = refresher(lateReadingClient());
        warmUp(readingOn, fake.bearerSession(ANOTHER));
        fake.fail(REFRESH_SESSION, Faults.lateResponse(LATE));
        assertThat(readingOn.refresh(session).refreshJwt()).isNotEqualTo(session.refreshJwt());
        fake.assertNoViolations();
    }

    @Test
    void retryAfterIsReported() {
        fake.fail(REFRESH_SESSION, Faults.rateLimited(33));
        assertThat(transientFailure(() -> refresher.refresh(session)).retryAfter())
                .contains(Duration.ofSeconds(33));
    }

    static Stream<Named<Fault>> invalidResponses() {
        return Stream.of(
                Named.of("other account", Faults.set("did", "did:plc:z72i7hdynmk6r22z27h6tvur")),
                Named.of("no account", Faults.remove("did")),
                Named.of("no refresh token", Faults.remove("refreshJwt")),
                Named.of("refresh token with a header in it", Faults.set("refreshJwt", "abc\r\nX-Evil: 1")),
                Named.of("refresh token as a number", Faults.set("refreshJwt", 5)));
    }

    @ParameterizedTest
    @MethodSource("invalidResponses")
    void invalidResponseEndsSessionBecauseTokenIsConsumed(Fault invalid) {
        fake.fail(REFRESH_SESSION, invalid);
        ended(() -> refresher.refresh(session));
    }

    static Stream<Named<Fault>> responsesWithoutAccessToken() {
        return Stream.of(
                Named.of("no access token", Faults.remove("accessJwt")),
                Named.of("empty access token", Faults.set("accessJwt", "")),
                Named.of("access token with a header in it", Faults.set("accessJwt", "abc\r\nX-Evil: 1")),
                Named.of("access token with NUL", Faults.set("accessJwt", "abc\u0000")));
    }

    @ParameterizedTest
    @MethodSource("responsesWithoutAccessToken")
    void responseWithoutAccessTokenIsTransient(Fault invalid) {
        fake.fail(REFRESH_SESSION, invalid);
        assertThat(transientFailure(() -> refresher.refresh(session))).hasMessageContaining("access token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret\r\nX-Evil: 1", "secret\n", "secret\u0000", "s\u00e9cret"})
    void invalidStoredTokenIsNotSent(String token) {
        OAuthSession invalid =
                session.toBuilder().accessJwt("a").refreshJwt(token).build();
        assertThat(ended(() -> refresher.refresh(invalid))).hasMessageNotContaining("cret");
        assertThat(fake.requests(REFRESH_SESSION)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice\n.test", "", "no dot", "a..b", "-a.test", "abc.test/x", "\u212aelvin.test"})
    void invalidHandleIsIgnored(String handle) {
        fake.fail(REFRESH_SESSION, Faults.set("handle", handle));
        assertThat(refresher.refresh(session).handle()).isEqualTo(session.handle());
    }

    @Test
    void hugeHandleIsIgnored() {
        fake.fail(REFRESH_SESSION, Faults.set("handle", "a.".repeat(100_000) + "test"));
        assertThat(refresher.refresh(session).handle()).isEqualTo(session.handle());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob.example.com", "Bob.Example.COM"})
    void newHandleIsStored(String handle) {
        fake.fail(REFRESH_SESSION, Faults.set("handle", handle));
        assertThat(refresher.refresh(session).handle()).isEqualTo(handle);
    }

    @Test
    void lifetimesComeFromTokensAndCountByLocalClock() {
        Instant server = clock.instant().minus(Duration.ofDays(1));
        respondWith(jwt(server, server.plus(Duration.ofHours(2))), jwt(server, server.plus(Duration.ofDays(90))));
        OAuthSession after = refresher.refresh(session);
        assertThat(after.expiresAt()).isEqualTo(after.issuedAt().plus(Duration.ofHours(2)));
        assertThat(after.refreshExpiresAt()).isEqualTo(after.issuedAt().plus(Duration.ofDays(90)));
    }

    @Test
    void withoutIatExpIsTakenAsWritten() {
        Instant end =
                Instant.ofEpochSecond(clock.instant().plus(Duration.ofHours(2)).getEpochSecond());
        respondWith(jwt(null, end), jwt(null, null));
        OAuthSession after = refresher.refresh(session);
        assertThat(after.expiresAt()).isEqualTo(end);
        assertThat(after.refreshExpiresAt()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"exp\":-5}",
                "{\"exp\":0}",
                "{\"exp\":\"soon\"}",
                "{\"iat\":5,\"exp\":5}",
                "{\"iat\":500,\"exp\":5}",
                "{\"exp\":{}}",
                "[]",
                "x"
            })
    void impossibleExpCountsAsFiveMinutes(String claims) {
        respondWith(jwt(claims), jwt(claims));
        OAuthSession after = refresher.refresh(session);
        assertThat(after.timeUntilExpiry(after.issuedAt())).isEqualTo(Duration.ofMinutes(5));
        assertThat(after.refreshExpiresAt()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"exp\":9999999999999}", "{\"exp\":9223372036854775807}", "{\"iat\":1,\"exp\":1e18}"})
    void lifetimeIsAtMostTenYears(String claims) {
        respondWith(jwt(claims), jwt(claims));
        OAuthSession after = refresher.refresh(session);
        assertThat(after.timeUntilExpiry(after.issuedAt())).isLessThanOrEqualTo(Duration.ofDays(3650));
        assertThat(OAuthSession.fromJson(after.toJson())).isEqualTo(after);
    }

    @Test
    void deeplyNestedTokenIsOpaque() {
        respondWith(jwt("{\"x\":" + "[".repeat(10_000)), jwt("{\"x\":" + "{\"a\":".repeat(2_000)));
        OAuthSession after = refresher.refresh(session);
        assertThat(after.timeUntilExpiry(after.issuedAt())).isEqualTo(Duration.ofMinutes(5));
    }

    private void respondWith(String accessJwt, String refreshJwt) {
        fake.fail(
                REFRESH_SESSION,
                Faults.status(
                        200,
                        "{\"did\":\"" + DID + "\",\"accessJwt\":\"" + accessJwt + "\",\"refreshJwt\":\"" + refreshJwt
                                + "\"}"));
    }

    private static String jwt(Instant issued, Instant end) {
        return jwt("{\"sub\":\"x\"" + (issued == null ? "" : ",\"iat\":" + issued.getEpochSecond())
                + (end == null ? "" : ",\"exp\":" + end.getEpochSecond()) + "}");
    }

    private static String jwt(String claims) {
        return b64("{\"typ\":\"at+jwt\",\"alg\":\"HS256\"}") + "." + b64(claims) + "." + b64("signature");
    }

    private static String b64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void handleOfAnyLengthLosesNoTokens() {
        fake.fail(REFRESH_SESSION, Faults.set("handle", "a.".repeat(100_000) + "com"));
        assertThat(refresher.refresh(session).handle()).isEqualTo(session.handle());
    }
}
