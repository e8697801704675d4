package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.jdbc.JdbcOAuthTokenStore;
import java.nio.file.Path;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** A single-threaded application: renews a session for each line it reads, and prints the new refresh token. */
final class RefreshMain {

    private RefreshMain() {}

    /** Opens a directory, or the database of a URL. */
    static OAuthTokenStore open(String place) {
        if (!place.startsWith("jdbc:")) {
            return FilesystemOAuthTokenStore.open(Path.of(place));
        }
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(place);
        dataSource.setUser("postgres");
        return JdbcOAuthTokenStore.builder(dataSource).open();
    }

    static SessionRefresher refresher(OAuthTokenStore store) {
        Refresher refresher = Refresher.builder(new DpopProofFactory())
                .timeout(Duration.ofSeconds(20))
                .build();
        return SessionRefresher.builder(store, refresher).build();
    }

    public static void main(String[] args) throws Exception {
        OAuthTokenStore store = open(args[0]);
        try {
            SessionRefresher refresher = refresher(store);
            System.out.println("ready");
            for (int line = System.in.read(); line >= 0; line = System.in.read()) {
                OAuthSession known = store.load(args[1]).orElseThrow();
                System.out.println(refresher.renew(known).refreshJwt());
            }
        } finally {
            ((AutoCloseable) store).close();
        }
    }
}
