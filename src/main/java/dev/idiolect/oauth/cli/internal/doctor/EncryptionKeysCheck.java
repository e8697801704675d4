package dev.idiolect.oauth.cli.internal.doctor;

import static dev.idiolect.oauth.internal.config.ConfigKey.ENCRYPTION_KEYS;
import static dev.idiolect.oauth.internal.config.ConfigKey.ENCRYPTION_KEYS_PATH;
import static dev.idiolect.oauth.internal.config.ConfigKey.ENCRYPTION_REQUIRED;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE;

import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.seal.internal.NewKeys;
import dev.idiolect.oauth.seal.internal.SealException;
import java.util.ArrayList;
import java.util.List;

/** Checks that the keys that encrypt the store are there, private and valid. */
final class EncryptionKeysCheck implements Check {

    private static final String NEW_KEY = "idiolect oauth keys new --output";

    private final Settings settings;

    EncryptionKeysCheck(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "encryption-keys";
    }

    @Override
    public List<Finding> run() {
        String path = settings.value(ENCRYPTION_KEYS_PATH);
        String inline = settings.value(ENCRYPTION_KEYS);
        if (path == null && inline == null) {
            return List.of(missing());
        }
        List<Finding> found = new ArrayList<>();
        String text = path == null ? inline : new KeyFileCheck(ENCRYPTION_KEYS_PATH, NEW_KEY).read(path, found);
        if (text != null) {
            try {
                List<String> ids = NewKeys.ids(text);
                found.add(Finding.ok("the store encrypts with the key " + SafeText.text(ids.get(0))
                        + (ids.size() == 1 ? "" : ", and decrypts with " + (ids.size() - 1) + " more")));
            } catch (SealException e) {
                found.add(Finding.fail(
                        KeyFileCheck.reason(e),
                        "Use a JSON Web Key Set of 256-bit keys. Create one with: " + NEW_KEY + " FILE"));
            }
        }
        return List.copyOf(found);
    }

    private Finding missing() {
        String create =
                "Create keys with: " + NEW_KEY + " FILE. Then set " + ENCRYPTION_KEYS_PATH.key() + " to the file";
        if (settings.isTrue(ENCRYPTION_REQUIRED)) {
            return Finding.fail(ENCRYPTION_REQUIRED.key() + " is true, but there are no encryption keys", create);
        }
        return settings.valueOrDefault(STORE).equalsIgnoreCase("memory")
                ? Finding.ok("none needed: the sessions are in memory")
                : Finding.warn("sessions are stored without encryption", create);
    }
}
