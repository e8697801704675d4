package dev.idiolect.oauth.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.bind.JsonbBuilder;
import java.io.InputStream;
import java.io.StringReader;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    void readsWhatTheRustCrateWrites() {
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
    void absentPartsAreLeftOut() {
        assertThat(object(TestSessions.minimal(DID).toJson()).keySet())
                .containsExactlyInAnyOrder(
                        "did", "pdsUrl", "accessJwt", "refreshJwt", "dpopPrivateKeyJwk", "issuedAt", "expiresAt");
    }

    @Test
    void recordAndLexiconHaveTheSameMembers() throws Exception {
        JsonObject record =
                lexicon().getJsonObject("defs").getJsonObject("main").getJsonObject("record");
        List<String> components = Arrays.stream(OAuthSession.class.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        assertThat(record.getJsonObject("properties").keySet()).containsExactlyInAnyOrderElementsOf(components);
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
    void expiryIsReachedAtTheInstantItself() {
        OAuthSession session = TestSessions.minimal(DID).withRefreshExpiresAt(TestSessions.EXPIRES);
        Instant before = TestSessions.EXPIRES.minusNanos(1);
        assertThat(session.isExpired(before)).isFalse();
        assertThat(session.isExpired(TestSessions.EXPIRES)).isTrue();
        assertThat(session.refreshExpired(before)).isFalse();
        assertThat(session.refreshExpired(TestSessions.EXPIRES)).isTrue();
    }

    @Test
    void refreshIsNeededWhenAtMostTheThresholdIsLeft() {
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
    void whatIsNoSessionIsRefusedWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> OAuthSession.fromJson(text))
                .isInstanceOf(SessionFormatException.class)
                .hasNoCause()
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void eachWithMethodChangesItsOwnPartsAlone() {
        Instant later = TestSessions.EXPIRES.plusSeconds(1);
        Instant latest = later.plusSeconds(1);
        OAuthSession full = TestSessions.full(DID);
        assertThat(changed(full, full.withTokens("a", "r", later, latest)))
                .isEqualTo(Map.of("accessJwt", "a", "refreshJwt", "r", "issuedAt", later, "expiresAt", latest));
        assertThat(changed(full, full.withDpopNonce("n"))).isEqualTo(Map.of("dpopNonce", "n"));
        assertThat(changed(full, full.withGrant("t", "s"))).isEqualTo(Map.of("tokenType", "t", "scope", "s"));
        assertThat(changed(full, full.withHandle("h"))).isEqualTo(Map.of("handle", "h"));
        assertThat(changed(full, full.withRefreshExpiresAt(latest))).isEqualTo(Map.of("refreshExpiresAt", latest));
        assertThat(changed(full, full.withClient("i", "c", "k")))
                .isEqualTo(Map.of("issuer", "i", "clientId", "c", "clientKeyId", "k"));
    }

    @Test
    void toStringShowsNoSecret() {
        OAuthSession session = OAuthSession.of(
                        DID,
                        "https://pds.example.com",
                        "s3cret-a",
                        "s3cret-r",
                        "s3cret-k",
                        Instant.EPOCH,
                        Instant.EPOCH)
                .withDpopNonce("s3cret-n");
        assertThat(session.toString()).contains(DID).doesNotContain("s3cret");
    }

    @Test
    void sessionOfNoDidIsRefused() {
        assertThatThrownBy(() -> TestSessions.minimal("alice.example.com")).isInstanceOf(InvalidDidException.class);
        assertThatThrownBy(() -> OAuthSession.fromJson(with("did", "\"../../etc/passwd\"")))
                .isInstanceOf(SessionFormatException.class)
                .hasMessageContaining("did");
    }

    private static Map<String, Object> changed(OAuthSession before, OAuthSession after) {
        Map<String, Object> changed = new LinkedHashMap<>();
        for (RecordComponent component : OAuthSession.class.getRecordComponents()) {
            Object now = part(component, after);
            if (!now.equals(part(component, before))) {
                changed.put(component.getName(), now);
            }
        }
        return changed;
    }

    private static Object part(RecordComponent component, OAuthSession session) {
        try {
            return component.getAccessor().invoke(session);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
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
    void sessionThatAnApplicationPutsIntoItsOwnJsonShowsNoSecret() {
        OAuthSession session = TestSessions.full("did:plc:alice")
                .withTokens("secret-access", "secret-refresh", TestSessions.ISSUED, TestSessions.EXPIRES);
        assertThat(JsonbBuilder.create().toJson(Map.of("user", session)))
                .contains("alice.example.com")
                .doesNotContain("secret", session.dpopPrivateKeyJwk(), "kty");
    }
}
