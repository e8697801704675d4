package dev.idiolect.oauth.examples;

// example: begin
import dev.idiolect.oauth.login.AppPasswordLogin;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import java.nio.file.Path;

public final class AppPasswordMain {

    public static void main(String[] args) {
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(Path.of("sessions"));
                LoginSettings settings = LoginSettings.builder(store).build()) {
            OAuthSession session = signIn(settings, args[0], System.getenv("ATPROTO_APP_PASSWORD"));
            System.out.println("Signed in as " + session.did());
        }
    }

    static OAuthSession signIn(LoginSettings settings, String handle, String appPassword) {
        return new AppPasswordLogin(null, settings).login(handle, appPassword);
    }
}
// example: end
