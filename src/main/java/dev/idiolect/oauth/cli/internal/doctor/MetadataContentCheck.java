package dev.idiolect.oauth.cli.internal.doctor;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.client.internal.Scopes;
import dev.idiolect.oauth.internal.config.ConfigKey;
import dev.idiolect.oauth.internal.http.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the published client metadata agrees with the configuration and with the rules of authorization servers.
 *
 * @see <a href="https://atproto.com/specs/oauth#client-id-metadata-document">AT Protocol OAuth: client metadata</a>
 */
final class MetadataContentCheck implements Check {

    private static final String PUBLISH =
            "Publish the metadata of this configuration: deploy it, or correct the document by hand";

    private final CheckedClient checked;

    MetadataContentCheck(CheckedClient checked) {
        this.checked = checked;
    }

    @Override
    public String name() {
        return "metadata-content";
    }

    @Override
    public List<Finding> run() {
        OAuthClient client = checked.client().orElse(null);
        if (client != null && client.isDevelopment()) {
            return List.of(Finding.ok("a development client has no metadata"));
        }
        Map<String, Object> metadata = checked.metadata().orElse(null);
        if (client == null || metadata == null) {
            return List.of(Finding.skip("needs the client metadata"));
        }
        List<Finding> found = new ArrayList<>();
        Object id = metadata.get("client_id");
        if (!client.clientId().equals(id)) {
            found.add(Finding.fail(
                    "client_id is " + shown(id) + " instead of " + client.clientId() + ", the URL of the metadata",
                    "Correct " + ConfigKey.CLIENT_ID.key()
                            + " of the application that serves the metadata, or client_id"));
        }
        require(metadata, "redirect_uris", client.redirectUris(), found);
        require(metadata, "grant_types", List.of("authorization_code", "refresh_token"), found);
        require(metadata, "response_types", List.of("code"), found);
        checkScope(metadata.get("scope"), client, found);
        expect(metadata, "dpop_bound_access_tokens", true, found);
        if (checked.isConfidential()) {
            expect(metadata, "token_endpoint_auth_method", "private_key_jwt", found);
            expect(metadata, "token_endpoint_auth_signing_alg", "ES256", found);
        } else {
            expect(metadata, "token_endpoint_auth_method", "none", found);
        }
        if (metadata.containsKey("jwks") && metadata.containsKey("jwks_uri")) {
            found.add(Finding.fail("the metadata has both jwks and jwks_uri", "Remove one of them"));
        }
        return Finding.orOk(found, "agrees with the configuration");
    }

    private static void expect(Map<String, Object> metadata, String member, Object value, List<Finding> found) {
        if (!value.equals(metadata.get(member))) {
            found.add(Finding.fail(member + " is " + shown(metadata.get(member)) + " instead of " + value, PUBLISH));
        }
    }

    private static void require(Map<String, Object> metadata, String member, List<String> values, List<Finding> found) {
        List<?> published = metadata.get(member) instanceof List<?> list ? list : List.of();
        values.stream()
                .filter(value -> !published.contains(value))
                .forEach(value -> found.add(Finding.fail(member + " lacks " + value, PUBLISH)));
    }

    private static void checkScope(@Nullable Object scope, OAuthClient client, List<Finding> found) {
        List<String> published = scope instanceof String text ? Scopes.names(text) : List.of();
        Scopes.names(client.scope()).stream()
                .filter(name -> !published.contains(name))
                .forEach(name -> found.add(
                        Finding.fail("scope lacks " + name, PUBLISH + ". Or remove it from " + ConfigKey.SCOPE.key())));
    }

    private static String shown(@Nullable Object value) {
        return value == null ? "missing" : SafeText.text(String.valueOf(value));
    }
}
