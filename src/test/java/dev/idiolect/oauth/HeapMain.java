package dev.idiolect.oauth;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.login.AppPasswordLogin;
import dev.idiolect.oauth.login.AuthorizationRequest;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An application that signs two accounts in, refreshes a session, signs it out, and writes its live objects to files.
 * Receives and returns secrets in files, because its standard streams would buffer them.
 */
final class HeapMain {

    /** A secret that the search must find. */
    private static final StringBuilder CONTROL = new StringBuilder("planted-").append("control");

    private final Path directory;
    private final LoginFlow flow;
    private final AppPasswordLogin passwords;
    private final Logout logout;
    private final SessionRefresher sessions;

    private HeapMain(Path directory, String plcUrl) {
        this.directory = directory;
        FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(directory.resolve("sessions"));
        DpopProofFactory proofs = new DpopProofFactory();
        LoginSettings settings = LoginSettings.builder(store)
                .identities(IdentityResolver.builder()
                        .handleResolver(plcUrl)
                        .plcUrl(plcUrl)
                        .development(true)
                        .build())
                .proofs(proofs)
                .development(true)
                .build();
        OAuthClient client = OAuthClient.development(PdsLogin.REDIRECT_URI, PdsLogin.SCOPE);
        flow = new LoginFlow(client, settings);
        logout = new Logout(client, settings);
        passwords = new AppPasswordLogin(client, settings);
        sessions = SessionRefresher.builder(store, Refresher.of(proofs)).build();
    }

    public static void main(String[] arguments) throws IOException {
        HeapMain application = new HeapMain(Path.of(arguments[0]), arguments[1]);
        application.begin(arguments[2]);
        step();
        application.complete();
        step();
        application.sessions.refresh(arguments[2]);
        application.signInWithPassword(arguments[3]);
        application.dump("live.hprof");
        step();
        // Strict: a revocation in the background would keep the session in memory.
        application.logout.logout(arguments[2], true);
        application.dump("signed-out.hprof");
        step();
        // After the dump, so that all objects are still in use.
        System.exit(application.hashCode() + CONTROL.length() == 0 ? 1 : 0);
    }

    private static void step() throws IOException {
        System.out.write('.');
        System.out.flush();
        if (System.in.read() < 0) {
            System.exit(1);
        }
    }

    private void dump(String name) throws IOException {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpHeap(directory.resolve(name).toString(), true);
    }

    private void begin(String account) throws IOException {
        AuthorizationRequest request = flow.begin(account);
        Files.writeString(directory.resolve("url"), request.url().toString());
        Files.writeString(directory.resolve("browserSecret"), request.browserSecret());
    }

    private void complete() throws IOException {
        Map<String, String> callback = new LinkedHashMap<>();
        for (String line : Files.readAllLines(directory.resolve("callback"))) {
            String[] parameter = line.split("=", 2);
            callback.put(parameter[0], parameter[1]);
        }
        flow.complete(callback);
    }

    private void signInWithPassword(String account) throws IOException {
        passwords.login(account, Files.readString(directory.resolve("password")));
    }
}
