package dev.idiolect.oauth.refresh;

import static dev.idiolect.oauth.testkit.internal.FakePds.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Token responses with status 200. */
class RefreshResponseTest extends RefreshFixture {

    private final Refresher refresher = refresher(PATIENT);
    private final OAuthSession session = fake.session(DID);

    @BeforeEach
    void learnNonceFirst() {
        learnNonce();
    }

    static Stream<Named<Fault>> invalidResponses() {
        return Stream.of(
                set("sub", "did:plc:z72i7hdynmk6r22z27h6tvur"),
                set("sub", DID + "\n"),
                set("sub", List.of(DID)),
                remove("sub"),
                remove("scope"),
                set("scope", ""),
                set("scope", "transition:generic"),
                set("scope", "atprotox transition:generic"),
                set("scope", "xatproto"),
                set("scope", "transition:generic\natproto"),
                set("scope", "atproto evil\r\nX: y"),
                set("scope", List.of("atproto")),
                set("token_type", "Bearer"),
                set("token_type", "DPoP "),
                set("token_type", JsonValue.TRUE),
                remove("token_type"),
                set("refresh_token", "abc\r\nX-Evil: 1"),
                set("refresh_token", "abc\u0000"),
                set("refresh_token", ""),
                set("refresh_token", 17),
                set("refresh_token", List.of("a")));
    }

    @ParameterizedTest
    @MethodSource("invalidResponses")
    void invalidResponseEndsSessionBecauseTokenIsConsumed(Fault invalid) {
        fake.fail(TOKEN, invalid);
        assertThat(ended(() -> refresher.refresh(session)).did()).isEqualTo(DID);
        assertThat(fake.requests(TOKEN)).isEqualTo(1);
        fake.assertNoViolations();
    }

    static Stream<Named<Fault>> responsesWithoutAccessToken() {
        return Stream.of(
                remove("access_token"),
                set("access_token", ""),
                set("access_token", 17),
                set("access_token", JsonValue.NULL),
                set("access_token", "abc\r\nX-Evil: 1"),
                set("access_token", "abc\n"),
                set("access_token", "abc\u0000"),
                set("access_token", "abc\u007f"),
                set("access_token", "\u00e9"));
    }

    @ParameterizedTest
    @MethodSource("responsesWithoutAccessToken")
    void responseWithoutAccessTokenIsTransient(Fault invalid) {
        fake.fail(TOKEN, invalid);
        assertThat(transientFailure(() -> refresher.refresh(session))).hasMessageContaining("access token");
        assertThat(fake.requests(TOKEN)).isEqualTo(1);
        fake.assertNoViolations();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DPoP", "dpop", "DPOP"})
    void tokenTypeIsCaseInsensitive(String type) {
        fake.fail(TOKEN, Faults.set("token_type", type));
        assertThat(refresher.refresh(session).tokenType()).isEqualTo("DPoP");
    }

    @Test
    void withoutNewRefreshTokenOldOneStays() {
        fake.fail(TOKEN, Faults.remove("refresh_token"));
        assertThat(refresher.refresh(session).refreshJwt()).isEqualTo(session.refreshJwt());
        fake.fail(TOKEN, Faults.status(200, response("\"refresh_token\":null")));
        assertThat(refresher.refresh(session).refreshJwt()).isEqualTo(session.refreshJwt());
    }

    @Test
    void lifetimeOfPreviousTokenIsNotReused() {
        fake.fail(TOKEN, Faults.remove("expires_in"));
        assertThat(lifetimeOf(refresher.refresh(session))).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void missingLifetimeIsFiveMinutes() {
        OAuthSession unknown = session.toBuilder()
                .issuedAt(Instant.EPOCH)
                .expiresAt(Instant.EPOCH)
                .build();
        fake.fail(TOKEN, Faults.remove("expires_in"));
        assertThat(lifetimeOf(refresher.refresh(unknown))).isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "-99999999999999999999", "\"soon\"", "null", "[]", "{}", "true", "0.25"})
    void invalidLifetimeCountsAsMissing(String expiresIn) {
        fake.fail(TOKEN, Faults.status(200, response("\"expires_in\":" + expiresIn)));
        assertThat(lifetimeOf(refresher.refresh(session))).isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"99999999999", "9223372036854775807", "9223372036854775808", "18446744073709551617", "1e300"})
    void lifetimeIsAtMostTenYears(String expiresIn) {
        fake.fail(TOKEN, Faults.status(200, response("\"expires_in\":" + expiresIn)));
        OAuthSession after = refresher.refresh(session);
        assertThat(lifetimeOf(after)).isEqualTo(Duration.ofDays(3650));
        assertThat(OAuthSession.fromJson(after.toJson())).isEqualTo(after);
    }

    @Test
    void fractionsOfSecondsAreCut() {
        fake.fail(TOKEN, Faults.status(200, response("\"expires_in\":90.9")));
        assertThat(lifetimeOf(refresher.refresh(session))).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void lifetimeCountsFromRequest() {
        fake.fail(TOKEN, call -> {
            clock.advance(Duration.ofMinutes(7));
            return call.process().get();
        });
        OAuthSession after = refresher.refresh(session);
        assertThat(after.timeUntilExpiry(clock.instant())).isLessThanOrEqualTo(Duration.ofMinutes(53));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void deeplyNestedJsonIsInvalid(String opening) {
        fake.fail(TOKEN, Faults.replyBody("application/json", "{\"x\":" + opening.repeat(60_000)));
        transientFailure(() -> refresher.refresh(session));
    }

    @Test
    void deeplyNestedUnknownMemberIsIgnored() {
        String nested = "[".repeat(20_000) + "]".repeat(20_000);
        fake.fail(TOKEN, Faults.status(200, response("\"x\":" + nested)));
        transientFailure(() -> refresher.refresh(session));
    }

    @Test
    void expiryOfOldRefreshTokenIsNotKept() {
        OAuthSession limited = session.toBuilder()
                .refreshExpiresAt(clock.instant().plusSeconds(60))
                .build();
        assertThat(refresher.refresh(limited).refreshExpiresAt()).isNull();
    }

    @Test
    void unknownMembersAreIgnored() {
        fake.fail(TOKEN, Faults.set("id_token", Jsons.object("a", List.of(1, 2))));
        refresher.refresh(session);
        fake.assertNoViolations();
    }

    private static String response(String last) {
        return "{\"access_token\":\"new-access\",\"token_type\":\"DPoP\",\"scope\":\"atproto\",\"sub\":\"" + DID + "\","
                + last + "}";
    }

    private static Duration lifetimeOf(OAuthSession session) {
        return Duration.between(session.issuedAt(), session.expiresAt());
    }

    private static Named<Fault> set(String name, Object value) {
        return Named.of(name + " = " + value.toString().replaceAll("[^\\x20-\\x7e]", "?"), Faults.set(name, value));
    }

    private static Named<Fault> remove(String name) {
        return Named.of("no " + name, Faults.remove(name));
    }
}
