package dev.idiolect.oauth.examples;

import dev.idiolect.oauth.cdi.TestApp;
import dev.idiolect.oauth.pds.PdsInspector;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.xrpc.WrittenRecord;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The main job, step by step, against a PDS on this machine. */
public final class Demo {

    private Demo() {}

    public static void main(String[] args) throws Exception {
        System.out.println("Starting a PDS on this machine ...");
        Path directory = Files.createTempDirectory("idiolect-demo");
        try {
            run(directory.resolve("sessions.db"));
        } finally {
            for (File file : directory.toFile().listFiles()) {
                Files.delete(file.toPath());
            }
            Files.delete(directory);
        }
    }

    private static void run(Path sessions) {
        try (RealPds pds = RealPds.start();
                TestApp app = TestApp.start(
                        Map.of("idiolect.oauth.store", "sqlite", "idiolect.oauth.store.path", sessions.toString()),
                        Posts.class)) {
            System.out.println("PDS at " + pds.pdsUrl() + ", account " + pds.handle());
            OAuthSession session = PdsLogin.login(pds, pds.account(), app.get(OAuthTokenStore.class));
            System.out.println("Signed in as " + session.did() + ", session kept in " + sessions);

            Posts posts = app.get(Posts.class);
            WrittenRecord post = posts.publish(session.did(), "Hello from Jakarta EE");
            System.out.println("Published  " + post.uri());
            System.out.println("PDS holds  "
                    + new PdsInspector(pds.pdsUrl())
                            .getRecord(session.did(), "app.bsky.feed.post", post.rkey())
                            .orElseThrow()
                            .getJsonObject("value"));
            OAuthSession refreshed = app.get(SessionRefresher.class).refresh(session.did());
            System.out.println("Refreshed  the session, now good until " + refreshed.expiresAt());
            posts.withdraw(session.did(), post);
            System.out.println("Withdrew   the post again");
        }
    }
}
