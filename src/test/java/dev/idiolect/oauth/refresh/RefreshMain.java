package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.FilesystemOAuthTokenStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A single-threaded application: renews a session for each line it reads, and prints the new refresh token. */
final class RefreshMain {

    private RefreshMain() {}

    public static void main(String[] args) throws IOException {
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(Path.of(args[0]))) {
            SessionRefresher refresher = SessionRefresher.builder(
                            store,
                            Refresher.builder(new DpopProofFactory())
                                    .timeout(Duration.ofSeconds(20))
                                    .build())
                    .build();
            System.out.println("ready");
            for (int line = System.in.read(); line >= 0; line = System.in.read()) {
                OAuthSession known = store.load(args[1]).orElseThrow();
                System.out.println(refresher.renew(known).refreshJwt());
            }
        }
    }
}
