package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.rest.ActiveAccount;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** The user of a request. */
@RequestScoped
public class CurrentUser implements ActiveAccount {

    private String did;

    void set(String user) {
        did = user;
    }

    @Override
    public Optional<String> did() {
        return Optional.ofNullable(did);
    }
}
