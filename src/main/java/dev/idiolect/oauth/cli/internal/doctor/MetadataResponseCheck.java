package dev.idiolect.oauth.cli.internal.doctor;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.internal.config.ConfigKey;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Fetches the client metadata as an authorization server does. */
final class MetadataResponseCheck implements Check {

    private final CheckedClient checked;
    private final SsrfSafeHttpClient http;

    MetadataResponseCheck(CheckedClient checked, SsrfSafeHttpClient http) {
        this.checked = checked;
        this.http = http;
    }

    @Override
    public String name() {
        return "metadata-response";
    }

    @Override
    public List<Finding> run() {
        OAuthClient client = checked.client().orElse(null);
        if (client == null) {
            return List.of(Finding.skip("needs a valid " + ConfigKey.CLIENT_ID.key()));
        }
        if (client.isDevelopment()) {
            return List.of(Finding.ok("a development client has no metadata"));
        }
        List<Finding> found = new ArrayList<>();
        URI url = URI.create(client.clientId());
        Map<String, Object> members = new JsonDocument(
                        "the client metadata", "set " + ConfigKey.CLIENT_ID.key() + " to the URL of the metadata")
                .fetch(http, url, found);
        if (members != null) {
            checked.setMetadata(members);
        }
        return Finding.orOk(found, url + " returned the metadata");
    }
}
