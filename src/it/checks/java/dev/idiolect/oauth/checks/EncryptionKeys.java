package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.seal.KeySource;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.config.ConfigProvider;

/** The application's own source of encryption keys, if it is configured. */
@Dependent
public class EncryptionKeys {

    @Produces
    @Dependent
    KeySource keys() {
        return ConfigProvider.getConfig()
                .getOptionalValue("checks.encryption-key", String.class)
                .<KeySource>map(key -> () -> "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"checks\",\"k\":\"" + key + "\"}]}")
                .orElse(null);
    }
}
