package dev.idiolect.oauth.login;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.text.ParseException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The data of a login between its start and its callback. */
final class PendingLogin {

    private final String issuer;
    private final URI tokenEndpoint;
    private final @Nullable URI revocationEndpoint;
    private final String clientId;
    private final @Nullable String clientKeyId;
    private final String redirectUri;

    // Transient, so that no serializer writes them.
    private final transient String dpopPrivateKey;
    private final transient String codeVerifier;

    private final @Nullable String did;
    private final Instant expiresAt;

    PendingLogin(
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
        this.issuer = issuer;
        this.tokenEndpoint = tokenEndpoint;
        this.revocationEndpoint = revocationEndpoint;
        this.clientId = clientId;
        this.clientKeyId = clientKeyId;
        this.redirectUri = redirectUri;
        this.dpopPrivateKey = dpopPrivateKey;
        this.codeVerifier = codeVerifier;
        this.did = did;
        this.expiresAt = expiresAt;
    }

    String issuer() {
        return issuer;
    }

    /** Returns the issuer's token endpoint, which was checked when the login began. */
    URI tokenEndpoint() {
        return tokenEndpoint;
    }

    @Nullable
    URI revocationEndpoint() {
        return revocationEndpoint;
    }

    String clientId() {
        return clientId;
    }

    @Nullable
    String clientKeyId() {
        return clientKeyId;
    }

    String redirectUri() {
        return redirectUri;
    }

    String dpopPrivateKey() {
        return dpopPrivateKey;
    }

    String codeVerifier() {
        return codeVerifier;
    }

    /** Returns the account for which the login began, or null if the user named only a server. */
    @Nullable
    String did() {
        return did;
    }

    Instant expiresAt() {
        return expiresAt;
    }

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
