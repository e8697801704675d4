package dev.idiolect.oauth.login;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.text.ParseException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data of a login between its start and its callback.
 *
 * @param tokenEndpoint the issuer's token endpoint, which was checked when the login began
 * @param did the account for which the login began, or null if the user named only a server
 */
record PendingLogin(
        String issuer,
        URI tokenEndpoint,
        @Nullable URI revocationEndpoint,
        String clientId,
        @Nullable String clientKeyId,
        String redirectUri,
        String dpopPrivateKey,
        String codeVerifier,
        @Nullable String did,
        Instant expiresAt) {

    String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("issuer", issuer);
        json.put("tokenEndpoint", tokenEndpoint.toString());
        json.put("clientId", clientId);
        json.put("redirectUri", redirectUri);
        json.put("dpopKey", dpopPrivateKey);
        json.put("verifier", codeVerifier);
        json.put("expiresAt", expiresAt.toString());
        put(json, "revocationEndpoint", revocationEndpoint);
        put(json, "clientKeyId", clientKeyId);
        put(json, "did", did);
        return JSONObjectUtils.toJSONString(json);
    }

    static PendingLogin parse(String text) {
        try {
            Map<String, Object> json = JSONObjectUtils.parse(text);
            String revocation = optional(json, "revocationEndpoint");
            return new PendingLogin(
                    required(json, "issuer"),
                    URI.create(required(json, "tokenEndpoint")),
                    revocation == null ? null : URI.create(revocation),
                    required(json, "clientId"),
                    optional(json, "clientKeyId"),
                    required(json, "redirectUri"),
                    required(json, "dpopKey"),
                    required(json, "verifier"),
                    optional(json, "did"),
                    Instant.parse(required(json, "expiresAt")));
        } catch (ParseException | RuntimeException e) {
            // No cause: the parser's message can contain the key.
            throw LoginException.of(
                    LoginException.Reason.UNKNOWN_STATE, "The pending login is unreadable: start again");
        }
    }

    private static String required(Map<String, Object> json, String name) throws ParseException {
        String value = optional(json, name);
        if (value == null) {
            throw new ParseException(name, 0);
        }
        return value;
    }

    private static @Nullable String optional(Map<String, Object> json, String name) {
        return json.get(name) instanceof String text ? text : null;
    }

    private static void put(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value.toString());
        }
    }

    /** Returns a text for logs, without the key and the code verifier. */
    @Override
    public String toString() {
        return "PendingLogin[issuer=" + issuer + ", did=" + did + ", expiresAt=" + expiresAt + "]";
    }
}
