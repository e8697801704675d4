package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.rest.ActiveAccount;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The active account, which no bean injects. */
@ApplicationScoped
public class OnlyUser implements ActiveAccount {

    @ConfigProperty(name = "only.user")
    String did;

    @Override
    public Optional<String> did() {
        return Optional.of(did);
    }
}
