package dev.idiolect.oauth.both;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The lifetime of a legacy token comes from the token and counts by the local clock, not by the server's. */
class LegacyExpiryAtBothTest extends BothFixture {

    private static final Fault NONE = call -> call.process().get();
    private static final Duration UNKNOWN = Duration.ofMinutes(5);

    static Stream<Arguments> serverClocks() {
        return callersWith(
                Stream.of(Duration.ZERO, Duration.ofMinutes(90), Duration.ofHours(-3), Duration.ofDays(400)));
    }

    @ParameterizedTest
    @MethodSource("serverClocks")
    void clockOfServerDoesNotMatter(Caller caller, Duration offset) {
        fake.clock().setOffset(offset);
        fake.setAccessTokenLifetime(Duration.ofHours(2));
        Instant before = clock.instant();
        OAuthSession session = legacySession(caller, NONE);
        assertThat(session.issuedAt()).isBetween(before, clock.instant());
        assertThat(lifetime(session)).isEqualTo(Duration.ofHours(2));
        assertThat(refreshLifetime(session)).isEqualTo(Duration.ofDays(90));
        fake.assertNoViolations();
    }

    @ParameterizedTest
    @EnumSource
    void lifetimeCountsFromRequest(Caller caller) {
        OAuthSession session = legacySession(caller, call -> {
            clock.advance(Duration.ofMinutes(7));
            return call.process().get();
        });
        assertThat(session.expiresAt())
                .isCloseTo(clock.instant().plus(Duration.ofMinutes(53)), within(30, ChronoUnit.SECONDS));
    }

    @ParameterizedTest
    @EnumSource
    void lifetimeIsAtMostTenYears(Caller caller) {
        OAuthSession session = legacySession(caller, tokens("{\"iat\":1,\"exp\":9999999999999}"));
        assertThat(lifetime(session)).isEqualTo(Duration.ofDays(3650));
        assertThat(refreshLifetime(session)).isEqualTo(Duration.ofDays(3650));
        assertThat(OAuthSession.fromJson(session.toJson())).isEqualTo(session);
    }

    @ParameterizedTest
    @EnumSource
    void withoutIatExpIsTakenAsWritten(Caller caller) {
        Instant end = clock.instant().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS);
        OAuthSession session = legacySession(caller, tokens("{\"exp\":" + end.getEpochSecond() + "}"));
        assertThat(session.expiresAt()).isEqualTo(end);
        assertThat(session.refreshExpiresAt()).isEqualTo(end);
    }

    static Stream<Arguments> claimsWithoutLifetime() {
        return callersWith(Stream.of(
                "{}",
                "{\"exp\":5}",
                "{\"exp\":0}",
                "{\"exp\":-5}",
                "{\"exp\":\"soon\"}",
                "{\"exp\":{}}",
                "{\"iat\":1900000000,\"exp\":1900000000}",
                "{\"iat\":2000000000,\"exp\":1900000000}",
                "[]",
                "not JSON"));
    }

    @ParameterizedTest
    @MethodSource("claimsWithoutLifetime")
    void nonPositiveLifetimeIsUnknown(Caller caller, String claims) {
        OAuthSession session = legacySession(caller, tokens(claims));
        assertThat(lifetime(session)).isEqualTo(UNKNOWN);
        assertThat(session.refreshExpiresAt()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void expInPastOfLocalClockIsUnknown(Caller caller) {
        long past = clock.instant().minus(Duration.ofHours(1)).getEpochSecond();
        OAuthSession session = legacySession(caller, tokens("{\"exp\":" + past + "}"));
        assertThat(lifetime(session)).isEqualTo(UNKNOWN);
        assertThat(session.refreshExpiresAt()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void opaqueTokenHasNoKnownLifetime(Caller caller) {
        fake.setOpaqueLegacyTokens(true);
        OAuthSession session = legacySession(caller, NONE);
        assertThat(lifetime(session)).isEqualTo(UNKNOWN);
        assertThat(session.refreshExpiresAt()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void deeplyNestedTokenHasNoKnownLifetime(Caller caller) {
        OAuthSession session = legacySession(caller, tokens("{\"x\":" + "[".repeat(10_000)));
        assertThat(lifetime(session)).isEqualTo(UNKNOWN);
        assertThat(session.refreshExpiresAt()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void tokensWithStatusCreatedAreKept(Caller caller) {
        assertThat(legacySession(caller, Faults.successStatus(201)).refreshJwt())
                .isNotEmpty();
        fake.assertNoViolations();
    }

    /** A response with two tokens of the given claims. */
    private static Fault tokens(String claims) {
        String token = b64("{\"typ\":\"at+jwt\",\"alg\":\"HS256\"}") + "." + b64(claims) + "." + b64("signature");
        return Faults.changeJson(json -> Json.createObjectBuilder(json)
                .addAll(Json.createObjectBuilder(Jsons.object("accessJwt", token, "refreshJwt", token)))
                .build());
    }

    private static String b64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Duration lifetime(OAuthSession session) {
        return Duration.between(session.issuedAt(), session.expiresAt());
    }

    private static Duration refreshLifetime(OAuthSession session) {
        return Duration.between(session.issuedAt(), session.refreshExpiresAt());
    }
}
