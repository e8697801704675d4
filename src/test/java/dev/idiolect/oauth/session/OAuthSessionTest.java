package dev.idiolect.oauth.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.permission.Permissions;
import dev.idiolect.oauth.permission.RepoAction;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.bind.JsonbBuilder;
import java.io.InputStream;
import java.io.StringReader;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OAuthSessionTest {

    private static final String DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";

    /** What the Rust crate's serde writes for a session with every field of its own. */
    private static final String FROM_RUST = """
            {"did":"did:plc:ewvi7nxzyoun6zhxrhs64oiz","pdsUrl":"https://pds.example.com","accessJwt":"a","refreshJwt":"r",\
            "dpopPrivateKeyJwk":"{\\"kty\\":\\"EC\\"}","dpopNonce":"n","tokenType":"DPoP","scope":"atproto",\
            "handle":"alice.example.com","issuedAt":"2026-04-19T00:00:00Z","expiresAt":"2026-04-19T02:00:00+01:00",\
            "refreshExpiresAt":"2026-05-19T00:00:00Z"}""";

    @Test
    void jsonRoundTripKeepsEveryPart() {
        OAuthSession full = TestSessions.full(DID);
        assertThat(OAuthSession.fromJson(full.toJson())).isEqualTo(full);
        OAuthSession minimal = TestSessions.minimal(DID);
        assertThat(OAuthSession.fromJson(minimal.toJson())).isEqualTo(minimal);
    }

    @Test
    void readsTheJsonOfTheRustCrate() {
        OAuthSession session = OAuthSession.fromJson(FROM_RUST);
        assertThat(session.did()).isEqualTo(DID);
        assertThat(session.dpopPrivateKeyJwk()).isEqualTo("{\"kty\":\"EC\"}");
        assertThat(session.expiresAt()).isEqualTo(Instant.parse("2026-04-19T01:00:00Z"));
        assertThat(session.refreshExpiresAt()).isEqualTo(Instant.parse("2026-05-19T00:00:00Z"));
        assertThat(session.handle()).isEqualTo("alice.example.com");
        assertThat(session.issuer()).isNull();
    }

    @Test
    void writesTheNamesThatTheRustCrateReads() {
        JsonObject json = object(TestSessions.full(DID).toJson());
        assertThat(json.keySet())
                .contains(
                        "did",
                        "pdsUrl",
                        "accessJwt",
                        "refreshJwt",
                        "dpopPrivateKeyJwk",
                        "dpopNonce",
                        "tokenType",
                        "scope",
                        "handle",
                        "issuedAt",
                        "expiresAt",
                        "refreshExpiresAt");
        assertThat(json.values()).allMatch(JsonString.class::isInstance);
        assertThat(json.getString("issuedAt")).isEqualTo("2026-11-23T10:00:00Z");
    }

    @Test
    void absentPartsAreOmitted() {
        assertThat(object(TestSessions.minimal(DID).toJson()).keySet())
                .containsExactlyInAnyOrder(
                        "did", "pdsUrl", "accessJwt", "refreshJwt", "dpopPrivateKeyJwk", "issuedAt", "expiresAt");
    }

    @Test
    void sessionAndLexiconHaveTheSameMembers() throws Exception {
        JsonObject record =
                lexicon().getJsonObject("defs").getJsonObject("main").getJsonObject("record");
        List<String> names = parts().toList();
        assertThat(record.getJsonObject("properties").keySet()).containsExactlyInAnyOrderElementsOf(names);
        Set<String> required = record.getJsonArray("required").getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .collect(Collectors.toSet());
        assertThat(required)
                .isEqualTo(object(TestSessions.minimal(DID).toJson()).keySet());
    }

    @Test
    void unknownMembersAreIgnored() {
        String json = FROM_RUST.replaceFirst("\\{", "{\"later\":{\"x\":[1]},");
        assertThat(OAuthSession.fromJson(json).did()).isEqualTo(DID);
    }

    @Test
    void permissionsAreThoseOfTheScope() {
        OAuthSession session = TestSessions.full(DID).toBuilder()
                .scope("atproto repo:app.bsky.feed.post?action=create later:x repo:invalid")
                .build();
        Permissions granted = session.permissions().orElseThrow();
        assertThat(granted.allowsRepo(RepoAction.CREATE, "app.bsky.feed.post")).isTrue();
        assertThat(granted.allowsRepo(RepoAction.DELETE, "app.bsky.feed.post")).isFalse();
        assertThat(granted.scope()).isEqualTo(session.scope());
        assertThat(TestSessions.minimal(DID).permissions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"soon\"", "null", "17", "\"2026-13-01T00:00:00Z\"", "\"\"", "\"2026-04-19T00:00:00\""})
    void unreadableExpiresAtCountsAsExpired(String value) {
        OAuthSession session = OAuthSession.fromJson(with("expiresAt", value));
        assertThat(session.isExpired(Instant.EPOCH)).isTrue();
        assertThat(session.timeUntilExpiry(Instant.EPOCH)).isZero();
        assertThat(session.needsRefresh(Instant.EPOCH, Duration.ZERO)).isTrue();
    }

    @Test
    void missingExpiresAtCountsAsExpired() {
        OAuthSession session = OAuthSession.fromJson(without("expiresAt"));
        assertThat(session.isExpired(Instant.EPOCH)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"never\"", "null", "17"})
    void unreadableRefreshExpiresAtIsNoDeadline(String value) {
        OAuthSession session = OAuthSession.fromJson(with("refreshExpiresAt", value));
        assertThat(session.refreshExpired(Instant.MAX)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-23T11:00:00Z",
                "2026-11-23t11:00:00z",
                "2026-11-23T12:30:00+01:30",
                "2026-11-23T11:00:00.000000000Z"
            })
    void timesAreReadWithAnyOffset(String time) {
        assertThat(OAuthSession.fromJson(with("expiresAt", '"' + time + '"')).expiresAt())
                .isEqualTo(TestSessions.EXPIRES);
    }

    @Test
    void tokenIsExpiredAtItsExpiryInstant() {
        OAuthSession session = TestSessions.minimal(DID).toBuilder()
                .refreshExpiresAt(TestSessions.EXPIRES)
                .build();
        Instant before = TestSessions.EXPIRES.minusNanos(1);
        assertThat(session.isExpired(before)).isFalse();
        assertThat(session.isExpired(TestSessions.EXPIRES)).isTrue();
        assertThat(session.refreshExpired(before)).isFalse();
        assertThat(session.refreshExpired(TestSessions.EXPIRES)).isTrue();
    }

    @Test
    void refreshIsNeededFromTheThresholdOn() {
        OAuthSession session = TestSessions.minimal(DID);
        Duration minute = Duration.ofMinutes(1);
        assertThat(session.needsRefresh(TestSessions.EXPIRES.minus(minute).minusNanos(1), minute))
                .isFalse();
        assertThat(session.needsRefresh(TestSessions.EXPIRES.minus(minute), minute))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"did", "pdsUrl", "accessJwt", "refreshJwt", "dpopPrivateKeyJwk"})
    void missingRequiredMemberIsNamed(String name) {
        assertThatThrownBy(() -> OAuthSession.fromJson(without(name)))
                .isInstanceOf(SessionFormatException.class)
                .hasMessageContaining('"' + name + '"');
        assertThatThrownBy(() -> OAuthSession.fromJson(with(name, "null")))
                .isInstanceOf(SessionFormatException.class)
                .hasMessageContaining('"' + name + '"');
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "7", "\"s3cret\"", "{", "{\"accessJwt\":s3cret", "{\"a\":\"s3cret"})
    void invalidSessionIsRejectedAndNotQuoted(String text) {
        assertThatThrownBy(() -> OAuthSession.fromJson(text))
                .isInstanceOf(SessionFormatException.class)
                .hasNoCause()
                .hasMessageNotContaining("s3cret");
    }

    static Stream<String> parts() {
        return Arrays.stream(OAuthSession.class.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .map(Field::getName);
    }

    @ParameterizedTest
    @MethodSource("parts")
    void eachBuilderMethodSetsItsOwnPartOnly(String part) throws Exception {
        OAuthSession full = TestSessions.full(DID);
        Object before = part(part, full);
        Object value = before instanceof Instant time ? time.plusSeconds(1) : before + "x";
        OAuthSession.Builder builder = full.toBuilder();
        OAuthSession.Builder.class.getMethod(part, before.getClass()).invoke(builder, value);
        OAuthSession changed = builder.build();
        assertThat(changed).isNotEqualTo(full);
        for (String other : parts().toList()) {
            assertThat(part(other, changed)).as(other).isEqualTo(other.equals(part) ? value : part(other, full));
        }
    }

    @Test
    void copyWithoutChangesIsEqual() {
        OAuthSession full = TestSessions.full(DID);
        assertThat(full.toBuilder().build()).isEqualTo(full).hasSameHashCodeAs(full);
        OAuthSession minimal = TestSessions.minimal(DID);
        assertThat(minimal.toBuilder().build()).isEqualTo(minimal).isNotEqualTo(full);
    }

    @ParameterizedTest
    @ValueSource(strings = {"did", "pdsUrl", "accessJwt", "refreshJwt", "dpopPrivateKeyJwk", "issuedAt", "expiresAt"})
    void missingRequiredPartIsNamed(String part) throws Exception {
        OAuthSession.Builder builder = TestSessions.minimal(DID).toBuilder();
        Class<?> type = part.endsWith("At") ? Instant.class : String.class;
        OAuthSession.Builder.class.getMethod(part, type).invoke(builder, (Object) null);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(part);
    }

    @Test
    void bearerSessionNeedsNoDpopKey() {
        OAuthSession bearer = TestSessions.minimal(DID).toBuilder()
                .tokenType("bearer")
                .dpopPrivateKeyJwk(null)
                .build();
        assertThat(bearer.dpopPrivateKeyJwk()).isEmpty();
    }

    @Test
    void toStringShowsNoSecret() {
        OAuthSession session = OAuthSession.builder()
                .did(DID)
                .pdsUrl("https://pds.example.com")
                .accessJwt("s3cret-a")
                .refreshJwt("s3cret-r")
                .dpopPrivateKeyJwk("s3cret-k")
                .issuedAt(Instant.EPOCH)
                .expiresAt(Instant.EPOCH)
                .dpopNonce("s3cret-n")
                .build();
        assertThat(session.toString()).contains(DID).doesNotContain("s3cret");
    }

    @Test
    void sessionWithoutValidDidIsRejected() {
        assertThatThrownBy(() -> TestSessions.minimal("alice.example.com")).isInstanceOf(InvalidDidException.class);
        assertThatThrownBy(() -> OAuthSession.fromJson(with("did", "\"../../etc/passwd\"")))
                .isInstanceOf(SessionFormatException.class)
                .hasMessageContaining("did");
    }

    private static Object part(String name, OAuthSession session) throws ReflectiveOperationException {
        return OAuthSession.class.getMethod(name).invoke(session);
    }

    private static String with(String name, String value) {
        return without(name).replaceFirst("\\{", "{\"" + name + "\":" + value + ",");
    }

    private static String without(String name) {
        Map<String, Object> members = new LinkedHashMap<>(object(FROM_RUST));
        members.remove(name);
        return Json.createObjectBuilder(members).build().toString();
    }

    private static JsonObject object(String json) {
        try (var reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }

    private static JsonObject lexicon() throws Exception {
        try (InputStream in =
                        OAuthSession.class.getResourceAsStream("/lexicons/dev/idiolect/internal/oauthSession.json");
                var reader = Json.createReader(in)) {
            return reader.readObject();
        }
    }

    @Test
    void jsonOfAnApplicationContainsNoSecret() {
        OAuthSession session = TestSessions.full("did:plc:alice").toBuilder()
                .accessJwt("secret-access")
                .refreshJwt("secret-refresh")
                .issuedAt(TestSessions.ISSUED)
                .expiresAt(TestSessions.EXPIRES)
                .build();
        assertThat(JsonbBuilder.create().toJson(Map.of("user", session)))
                .contains("alice.example.com")
                .doesNotContain("secret", session.dpopPrivateKeyJwk(), "kty");
    }
}
