package dev.idiolect.oauth.examples;

import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.store.OAuthTokenStore;

/** Settings for a PDS on the developer's machine. */
final class LocalPds {

    private LocalPds() {}

    // example: begin
    static LoginSettings settings(OAuthTokenStore store) {
        IdentityResolver identities = IdentityResolver.builder()
                .development(true)
                .handleResolver("http://localhost:2583")
                .plcUrl("http://localhost:2582")
                .build();
        return LoginSettings.builder(store)
                .development(true)
                .identities(identities)
                .build();
    }
    // example: end
}
