package dev.idiolect.oauth.both;

import static dev.idiolect.oauth.testkit.internal.FakePds.ALWAYS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.KeptText;
import dev.idiolect.oauth.internal.http.MaxLength;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Walks all objects that remain after a login and a refresh. Servers send texts of maximum length, and longer ones in
 * all unknown members. A new member that keeps a text without a limit fails this test.
 */
class KeptTextLimitsTest extends BothFixture {

    // Keys, secrets, names and times of this library are shorter.
    private static final int OWN = 256;

    /** The members that may keep longer texts, and the limit of each. */
    private static final Map<String, MaxLength> LIMITS = Map.ofEntries(
            Map.entry("OAuthSession.accessJwt", MaxLength.TOKEN),
            Map.entry("OAuthSession.refreshJwt", MaxLength.TOKEN),
            Map.entry("OAuthSession.scope", MaxLength.SCOPE),
            Map.entry("OAuthSession.dpopNonce", MaxLength.NONCE),
            Map.entry("OAuthSession.clientId", MaxLength.URL),
            Map.entry("LruEntry.value", MaxLength.NONCE),
            Map.entry("AuthorizationServerMetadata.endpoints", MaxLength.URL));

    private static final String[] MORE_METADATA = {
        "service_documentation",
        "op_policy_uri",
        "op_tos_uri",
        "jwks_uri",
        "introspection_endpoint",
        "userinfo_endpoint",
        "resource_name",
        "resource_documentation",
        "client_id",
        "handle",
        "email",
        "name",
        "id_token",
        "session_state",
        "x"
    };

    private static final String LONG = "x".repeat(MaxLength.METADATA.limit() / 20);

    private static JsonObject with(Object... members) {
        Object[] all = Arrays.copyOf(members, members.length + 2 * MORE_METADATA.length);
        for (int i = 0; i < MORE_METADATA.length; i++) {
            all[members.length + 2 * i] = MORE_METADATA[i];
            all[members.length + 2 * i + 1] = LONG;
        }
        return Jsons.object(all);
    }

    private String longest(String path) {
        String url = fake.issuer() + path + "?x=";
        return url + "x".repeat(MaxLength.URL.limit() - url.length());
    }

    // The fake's own page for browsers has a fixed URL.
    private void sendTheLongestTexts(String authorizationEndpoint) {
        fake.clearFaults();
        String nonce = "n".repeat(MaxLength.NONCE.limit());
        fake.fail(FakePds.PROTECTED_RESOURCE, ALWAYS, Faults.add(with(), "DPoP-Nonce", nonce));
        fake.fail(
                FakePds.AUTHORIZATION_SERVER,
                ALWAYS,
                Faults.add(with(
                        "token_endpoint", longest("/oauth/token"),
                        "revocation_endpoint", longest("/oauth/revoke"),
                        "authorization_endpoint", authorizationEndpoint,
                        "pushed_authorization_request_endpoint", longest("/oauth/par"))));
    }

    private static JsonObject tokens() {
        int token = MaxLength.TOKEN.limit();
        String scope = "atproto ";
        return with(
                "access_token", "a".repeat(token),
                "refresh_token", "r".repeat(token),
                "scope", scope + "s".repeat(MaxLength.SCOPE.limit() - scope.length()));
    }

    @Test
    void everyTextThatServersMakeUsKeepHasItsLimit() {
        String nonce = "n".repeat(MaxLength.NONCE.limit());
        sendTheLongestTexts(fake.issuer() + "/oauth/authorize");
        directory.add(DID, with("verificationMethod", List.of(LONG), "@context", List.of(LONG)));
        Map<String, String> callback = fake.approve(flow.begin(DID).url(), DID);
        flow.begin(DID);
        fake.fail(FakePds.TOKEN, ALWAYS, Faults.add(tokens(), "DPoP-Nonce", nonce));
        flow.complete(callback);
        sendTheLongestTexts(longest("/oauth/authorize"));
        Refresher refresher = refresher();
        SessionRefresher sessions =
                SessionRefresher.builder(store, refresher).clock(clock).build();
        store.save(fake.session(DID));
        fake.fail(FakePds.TOKEN, ALWAYS, Faults.add(tokens(), "DPoP-Nonce", nonce));
        sessions.refresh(DID);

        KeptText kept = KeptText.in(List.of(store, settings, flow, appPasswordLogin, refresher, sessions));
        Map<String, Integer> longest = kept.longest();

        // The texts have arrived.
        assertThat(longest)
                .containsEntry("OAuthSession.accessJwt", MaxLength.TOKEN.limit())
                .containsEntry("OAuthSession.scope", MaxLength.SCOPE.limit())
                .containsValue(MaxLength.NONCE.limit());
        assertThat(longest.keySet()).anyMatch(member -> member.startsWith("AuthorizationServerMetadata.endpoints"));
        assertThat(longest.entrySet().stream()
                        .filter(text -> text.getValue() > limit(text.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
                .as("members over their limit")
                .isEmpty();
        // Also if all limits are raised together.
        assertThat(kept.characters()).as("characters of one account").isLessThan(100_000);
    }

    private static int limit(String member) {
        String name = member.split(" ")[0];
        if (name.equals("PendingEntry.body")) {
            // Two endpoints and a few texts of this library.
            return 2 * MaxLength.URL.limit() + 4 * OWN;
        }
        return LIMITS.containsKey(name) ? LIMITS.get(name).limit() : OWN;
    }
}
