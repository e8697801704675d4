package dev.idiolect.oauth.both;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Jsons;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Login and refresh read token responses alike. */
class TokenResponseAtBothTest extends BothFixture {

    private static final Duration UNKNOWN = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(3650);

    static Stream<Arguments> spacedScopes() {
        return callersWith(Stream.of(
                " atproto transition:generic",
                "atproto transition:generic ",
                "atproto  transition:generic",
                "   atproto   transition:generic   "));
    }

    @ParameterizedTest
    @MethodSource("spacedScopes")
    void scopeIsStoredWithSingleSpaces(Caller caller, String scope) {
        assertThat(session(caller, Faults.set("scope", scope)).scope()).isEqualTo("atproto transition:generic");
    }

    static Stream<Arguments> invalidScopes() {
        return callersWith(Stream.of(
                "",
                " ",
                "transition:generic",
                " xatproto  atproto.x ",
                "atproto\ttransition:generic",
                "atproto\n",
                "atproto\u00a0transition:generic",
                "atproto \"quoted\""));
    }

    @ParameterizedTest
    @MethodSource("invalidScopes")
    void scopeWithOtherCharactersOrNoAtprotoIsRefused(Caller caller, String scope) {
        assertThatThrownBy(() -> session(caller, Faults.set("scope", scope))).isInstanceOf(OAuthException.class);
    }

    @ParameterizedTest
    @EnumSource
    void missingLifetimeIsUnknown(Caller caller) {
        assertThat(lifetime(session(caller, Faults.remove("expires_in")))).isEqualTo(UNKNOWN);
    }

    static Stream<Arguments> invalidLifetimes() {
        return callersWith(Stream.of(
                "0",
                "0.5",
                "-1",
                "-3600",
                "-1e300",
                "-99999999999999999999",
                "null",
                "true",
                "[3600]",
                "{}",
                "\"\"",
                "\"soon\"",
                "\"0\"",
                "\"0.5\"",
                "\"-3600\"",
                "\"3600d\"",
                "\"0x10p0\"",
                "\"NaN\"",
                "\"Infinity\""));
    }

    @ParameterizedTest
    @MethodSource("invalidLifetimes")
    void nonPositiveLifetimeIsUnknown(Caller caller, String json) {
        assertThat(lifetime(session(caller, expiresIn(json)))).isEqualTo(UNKNOWN);
    }

    static Stream<Arguments> wholeSeconds() {
        return Stream.of(
                        Arguments.of("1", 1),
                        Arguments.of("1.9", 1),
                        Arguments.of("90.9", 90),
                        Arguments.of("3600", 3600),
                        Arguments.of("36e2", 3600),
                        Arguments.of("\"3600\"", 3600),
                        Arguments.of("\"90.9\"", 90))
                .flatMap(value ->
                        Stream.of(Caller.values()).map(caller -> Arguments.of(caller, value.get()[0], value.get()[1])));
    }

    @ParameterizedTest
    @MethodSource("wholeSeconds")
    void lifetimeIsReadInWholeSeconds(Caller caller, String json, long seconds) {
        assertThat(lifetime(session(caller, expiresIn(json)))).isEqualTo(Duration.ofSeconds(seconds));
    }

    static Stream<Arguments> longLifetimes() {
        return callersWith(Stream.of(
                "315360000",
                "315360001",
                "99999999999",
                "9223372036854775807",
                "9223372036854775808",
                "18446744073709551617",
                "1e300",
                "\"99999999999\"",
                "\"18446744073709551617\""));
    }

    @ParameterizedTest
    @MethodSource("longLifetimes")
    void lifetimeIsAtMostTenYears(Caller caller, String json) {
        OAuthSession session = session(caller, expiresIn(json));
        assertThat(lifetime(session)).isEqualTo(LONGEST);
        assertThat(OAuthSession.fromJson(session.toJson())).isEqualTo(session);
    }

    static Stream<Arguments> hugeNumbers() {
        return callersWith(Stream.of(
                "1e999999999", "1e99999999999", "\"1e999\"", "9".repeat(400), "9".repeat(5000), "-1e999999999"));
    }

    @ParameterizedTest
    @MethodSource("hugeNumbers")
    void numberThatIsNoLifetimeLosesNoTokens(Caller caller, String number) {
        assertThat(lifetime(session(caller, written("\"expires_in\":" + number))))
                .isEqualTo(UNKNOWN);
    }

    static Stream<Arguments> otherSuccessStatuses() {
        return callersWith(Stream.of(201, 202, 203, 206));
    }

    @ParameterizedTest
    @MethodSource("otherSuccessStatuses")
    void tokensWithAnySuccessStatusAreKept(Caller caller, int status) {
        OAuthSession session = session(caller, Faults.successStatus(status));
        clock.advance(Duration.ofHours(2));
        assertThat(refresher().refresh(session).refreshJwt()).isNotEqualTo(session.refreshJwt());
        fake.assertNoViolations();
    }

    static Stream<Arguments> repetitions() {
        return callersWith(Stream.of("access_token", "refresh_token", "token_type", "scope", "expires_in"));
    }

    @ParameterizedTest
    @MethodSource("repetitions")
    void lastOfRepeatedMembersCounts(Caller caller, String name) {
        OAuthSession session =
                session(caller, Faults.changeText(json -> "{\"" + name + "\":\"outdated\"," + json.substring(1)));
        assertThat(session.toJson()).doesNotContain("outdated");
        assertThat(lifetime(session)).isEqualTo(Duration.ofHours(1));
        clock.advance(Duration.ofHours(2));
        assertThat(refresher().refresh(session).refreshJwt()).isNotEqualTo(session.refreshJwt());
        fake.assertNoViolations();
    }

    @ParameterizedTest
    @EnumSource
    void responseWithoutAccessTokenSaysSo(Caller caller) {
        assertThatThrownBy(() -> session(caller, Faults.status(200, "{\"ok\":true}")))
                .isInstanceOf(OAuthException.class)
                .hasMessageContaining("access token");
    }

    private static Fault expiresIn(String json) {
        return Faults.set("expires_in", Jsons.parse("{\"value\":" + json + "}").get("value"));
    }

    /** Replaces the lifetime in the response by a member as written, which a JSON library may not be able to write. */
    private static Fault written(String member) {
        return Faults.changeText(json -> json.replaceFirst("\"expires_in\":[0-9]+", member));
    }

    private static Duration lifetime(OAuthSession session) {
        return Duration.between(session.issuedAt(), session.expiresAt());
    }
}
