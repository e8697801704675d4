package dev.idiolect.oauth.cli.internal.doctor;

import dev.idiolect.oauth.client.ClientKeys;
import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks that the published client metadata has the public part of each client key, and no private part. */
final class MetadataKeysCheck implements Check {

    private final CheckedClient checked;
    private final SsrfSafeHttpClient http;

    MetadataKeysCheck(CheckedClient checked, SsrfSafeHttpClient http) {
        this.checked = checked;
        this.http = http;
    }

    @Override
    public String name() {
        return "metadata-keys";
    }

    @Override
    public List<Finding> run() {
        Map<String, Object> metadata = checked.metadata().orElse(null);
        if (metadata == null) {
            return checked.isConfidential()
                    ? List.of(Finding.skip("needs the client metadata"))
                    : List.of(Finding.ok("none needed: the client is public"));
        }
        List<Finding> found = new ArrayList<>();
        List<Map<?, ?>> published = published(metadata, found);
        if (published == null) {
            return List.copyOf(found);
        }
        for (Map<?, ?> key : published) {
            if (key.containsKey("d")) {
                found.add(
                        Finding.fail(
                                "the metadata contains the private part of the key " + id(key)
                                        + ": anyone can act as this client",
                                "Replace the key at once: idiolect oauth keys new --client --output FILE. Publish public parts only"));
            }
        }
        ClientKeys keys = checked.keys().orElse(null);
        if (keys == null) {
            found.add(
                    checked.isConfidential()
                            ? Finding.skip("needs valid client keys")
                            : Finding.ok("none needed: the client is public"));
            return List.copyOf(found);
        }
        for (JsonObject own : own(keys)) {
            check(own, published, found);
        }
        for (Map<?, ?> key : published) {
            if (own(keys).stream().noneMatch(own -> own.getString("kid").equals(key.get("kid")))) {
                found.add(
                        Finding.warn(
                                "the metadata has the key " + id(key) + ", which is not configured",
                                "Add it to the client keys if sessions still need it. Otherwise publish the metadata without it"));
            }
        }
        return Finding.orOk(found, "the metadata has each client key");
    }

    private static void check(JsonObject own, List<Map<?, ?>> published, List<Finding> found) {
        String id = own.getString("kid");
        Map<?, ?> same = published.stream()
                .filter(key -> id.equals(key.get("kid")))
                .findFirst()
                .orElse(null);
        if (same == null) {
            found.add(Finding.fail(
                    "the metadata lacks the client key " + SafeText.text(id),
                    "Publish the metadata of this configuration before you use the key: restart the application that serves"
                            + " it, with the same client keys"));
        } else if (!own.getString("x").equals(same.get("x"))
                || !own.getString("y").equals(same.get("y"))) {
            found.add(Finding.fail(
                    "the metadata has another key with the kid " + SafeText.text(id),
                    "Give all hosts the same client keys, and each new key a new kid"));
        }
    }

    /** Returns the keys in the metadata or at its {@code jwks_uri}; null if they cannot be fetched. Adds the reason. */
    private @Nullable List<Map<?, ?>> published(Map<String, Object> metadata, List<Finding> found) {
        if (metadata.get("jwks") instanceof Map<?, ?> set) {
            return keys(set);
        }
        if (!(metadata.get("jwks_uri") instanceof String uri)) {
            return keys(Map.of());
        }
        URI url;
        try {
            url = URI.create(uri);
        } catch (IllegalArgumentException e) {
            found.add(Finding.fail("invalid jwks_uri " + SafeText.quoted(uri), "Use the https URL of the public keys"));
            return null;
        }
        Map<String, Object> set =
                new JsonDocument("the public keys", "set jwks_uri to their URL").fetch(http, url, found);
        return set == null ? null : keys(set);
    }

    private static List<Map<?, ?>> keys(Map<?, ?> set) {
        List<Map<?, ?>> keys = new ArrayList<>();
        if (set.get("keys") instanceof List<?> list) {
            list.forEach(key -> keys.add(key instanceof Map<?, ?> members ? members : Map.of()));
        }
        return keys;
    }

    private static List<JsonObject> own(ClientKeys keys) {
        try (JsonReader reader = Json.createReader(new StringReader(keys.jwks()))) {
            return reader.readObject().getJsonArray("keys").getValuesAs(JsonObject.class);
        }
    }

    private static String id(Map<?, ?> key) {
        return SafeText.text(String.valueOf(key.get("kid")));
    }
}
