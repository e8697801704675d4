package dev.idiolect.oauth.cli.internal.doctor;

import static dev.idiolect.oauth.internal.config.ConfigKey.CLIENT_KEYS;
import static dev.idiolect.oauth.internal.config.ConfigKey.CLIENT_KEYS_PATH;
import static dev.idiolect.oauth.internal.config.ConfigKey.DEVELOPMENT;
import static dev.idiolect.oauth.internal.config.ConfigKey.ENCRYPTION_KEYS;
import static dev.idiolect.oauth.internal.config.ConfigKey.ENCRYPTION_KEYS_PATH;
import static dev.idiolect.oauth.internal.config.ConfigKey.ENCRYPTION_REQUIRED;
import static dev.idiolect.oauth.internal.config.ConfigKey.HANDLE_RESOLVER;
import static dev.idiolect.oauth.internal.config.ConfigKey.PLC_URL;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE_CREATE_TABLES;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE_DATA_SOURCE;
import static dev.idiolect.oauth.internal.config.ConfigKey.STORE_URL;

import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.internal.config.ConfigKey;
import dev.idiolect.oauth.internal.config.SimilarKeys;
import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.internal.http.SecretForms;
import java.util.ArrayList;
import java.util.List;

/** Finds unknown keys, undefined variables, misplaced secrets, conflicts, and invalid values that other checks use. */
final class ConfigurationCheck implements Check {

    private static final List<List<ConfigKey>> ALTERNATIVES = List.of(
            List.of(CLIENT_KEYS_PATH, CLIENT_KEYS),
            List.of(ENCRYPTION_KEYS_PATH, ENCRYPTION_KEYS),
            List.of(STORE_DATA_SOURCE, STORE_URL));

    private final Settings settings;

    ConfigurationCheck(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "configuration";
    }

    @Override
    public List<Finding> run() {
        List<Finding> found = new ArrayList<>();
        for (String key : settings.keys()) {
            if (!ConfigKey.isKnown(key)) {
                String advice = SimilarKeys.advice(key);
                found.add(Finding.fail(
                        "unknown key " + SafeText.text(key) + " in " + settings.source(),
                        Character.toUpperCase(advice.charAt(0)) + advice.substring(1)));
            }
        }
        for (ConfigKey key : ConfigKey.values()) {
            checkText(key, found);
        }
        for (List<ConfigKey> keys : ALTERNATIVES) {
            if (keys.stream().allMatch(settings::has)) {
                found.add(Finding.fail(
                        keys.get(0).key() + " and " + keys.get(1).key() + " are both set", "Remove one of them"));
            }
        }
        for (ConfigKey key : List.of(STORE_CREATE_TABLES, ENCRYPTION_REQUIRED, DEVELOPMENT)) {
            if (!settings.valueOrDefault(key).matches("(?i)true|false")) {
                found.add(invalid(key, "Use true or false"));
            }
        }
        for (ConfigKey key : List.of(PLC_URL, HANDLE_RESOLVER)) {
            String url = settings.has(key) ? settings.value(key) : key.defaultValue();
            if (url != null && settings.policy().originOf(url).isEmpty()) {
                found.add(invalid(
                        key,
                        "Use an https origin such as " + IdentityResolver.PLC_DIRECTORY + ", or with "
                                + DEVELOPMENT.key() + "=true an origin on this machine"));
            }
        }
        return Finding.orOk(found, summary());
    }

    private String summary() {
        int count = settings.keys().size();
        return (count == 1 ? "1 key" : count + " keys") + " in " + settings.source();
    }

    private void checkText(ConfigKey key, List<Finding> found) {
        settings.unresolved(key)
                .ifPresent(raw -> found.add(Finding.fail(
                        "invalid " + key.key() + "=" + (key.mayContainSecret() ? "..." : SafeText.text(raw))
                                + ": it refers to an undefined property or environment variable",
                        "Set it where this command and the application run, or use ${NAME:default}")));
        String value = settings.value(key);
        if (value != null && !key.isSecret() && SecretForms.hasKeyOrToken(value)) {
            found.add(Finding.fail(
                    key.key() + " contains a private key or a token, which messages and logs can show",
                    "Move it to " + CLIENT_KEYS.key() + ", " + ENCRYPTION_KEYS.key()
                            + " or a file. Replace the key if others may have seen it"));
        }
    }

    private Finding invalid(ConfigKey key, String fix) {
        return Finding.fail("invalid " + key.key() + "=" + SafeText.text(settings.valueOrDefault(key)), fix);
    }
}
