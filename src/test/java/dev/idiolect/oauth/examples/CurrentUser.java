package dev.idiolect.oauth.examples;

import dev.idiolect.oauth.rest.ActiveAccount;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

// example: begin
@RequestScoped
public class CurrentUser implements ActiveAccount {
    private String did;

    public void set(String signedInDid) {
        did = signedInDid;
    }

    @Override
    public Optional<String> did() {
        return Optional.ofNullable(did);
    }
}
// example: end
