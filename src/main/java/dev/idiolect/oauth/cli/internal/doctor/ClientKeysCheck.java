package dev.idiolect.oauth.cli.internal.doctor;

import static dev.idiolect.oauth.internal.config.ConfigKey.CLIENT_KEYS;
import static dev.idiolect.oauth.internal.config.ConfigKey.CLIENT_KEYS_PATH;

import dev.idiolect.oauth.client.ClientKeys;
import dev.idiolect.oauth.client.InvalidClientException;
import java.util.ArrayList;
import java.util.List;

/** Checks that the keys of a confidential client are there, private and valid. */
final class ClientKeysCheck implements Check {

    private static final String NEW_KEY = "idiolect oauth keys new --client --output";

    private final Settings settings;
    private final CheckedClient client;

    ClientKeysCheck(Settings settings, CheckedClient client) {
        this.settings = settings;
        this.client = client;
    }

    @Override
    public String name() {
        return "client-keys";
    }

    @Override
    public List<Finding> run() {
        List<Finding> found = new ArrayList<>();
        String path = settings.value(CLIENT_KEYS_PATH);
        String text = path == null
                ? settings.value(CLIENT_KEYS)
                : new KeyFileCheck(CLIENT_KEYS_PATH, NEW_KEY).read(path, found);
        if (text != null) {
            parse(text, found);
        }
        return Finding.orOk(found, "none: the client is public");
    }

    private void parse(String text, List<Finding> found) {
        try {
            ClientKeys keys = ClientKeys.parse(text);
            client.setKeys(keys);
            found.add(Finding.ok("new sessions use the key " + keys.currentKeyId()));
        } catch (InvalidClientException e) {
            found.add(Finding.fail(
                    KeyFileCheck.reason(e),
                    "Use a JSON Web Key Set of P-256 keys. Create a key with: " + NEW_KEY + " FILE"));
        }
    }
}
