package dev.idiolect.oauth.cli;

import static dev.idiolect.oauth.internal.config.ConfigKey.CLIENT_KEYS;
import static dev.idiolect.oauth.internal.config.ConfigKey.CLIENT_KEYS_PATH;

import dev.idiolect.oauth.cli.internal.doctor.Finding;
import dev.idiolect.oauth.cli.internal.doctor.Settings;
import dev.idiolect.oauth.client.ClientAuthentication;
import dev.idiolect.oauth.client.ClientKeys;
import dev.idiolect.oauth.client.InvalidClientException;
import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.internal.http.SecretFile;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Finds the client keys that sessions need, but that an application lacks. */
final class NeededClientKeys {

    private NeededClientKeys() {}

    /**
     * Returns a finding for each missing key. Finds nothing if the keys of the application are invalid, because another
     * check reports that.
     *
     * @param needed the number of sessions for each key
     */
    static List<Finding> missing(SortedMap<String, Integer> needed, Settings settings) {
        ClientKeys keys;
        try {
            keys = keys(settings);
        } catch (IOException | InvalidClientException | InvalidPathException e) {
            return List.of();
        }
        return needed.entrySet().stream()
                .filter(entry -> !has(keys, entry.getKey()))
                .map(entry -> missing(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static @Nullable ClientKeys keys(Settings settings) throws IOException {
        String path = settings.value(CLIENT_KEYS_PATH);
        String text = path == null ? settings.value(CLIENT_KEYS) : SecretFile.read(Path.of(path));
        return text == null ? null : ClientKeys.parse(text);
    }

    private static boolean has(@Nullable ClientKeys keys, String id) {
        try {
            ClientAuthentication.of(keys, "", id);
            return true;
        } catch (InvalidClientException e) {
            return false;
        }
    }

    private static Finding missing(String id, int sessions) {
        return Finding.fail(
                (sessions == 1 ? "1 session needs" : sessions + " sessions need") + " the client key "
                        + SafeText.text(id) + ", which is not configured",
                "Add this key to " + CLIENT_KEYS_PATH.key()
                        + ", after the key for new sessions. If it is lost, the users must" + " sign in again");
    }
}
