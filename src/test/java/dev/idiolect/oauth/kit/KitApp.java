package dev.idiolect.oauth.kit;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.rest.SignedCalls;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.testkit.AtprotoAccount;
import dev.idiolect.oauth.testkit.AtprotoServer;
import dev.idiolect.oauth.xrpc.CreateRecord;
import dev.idiolect.oauth.xrpc.RecordRef;
import dev.idiolect.oauth.xrpc.RepoClient;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/** An application without a container, with an account of a server of the test kit. */
final class KitApp implements AutoCloseable {

    static final String NOTES = "dev.idiolect.test.note";
    static final String CREATE = "com.atproto.repo.createRecord";

    final OAuthTokenStore store = new InMemoryOAuthTokenStore();
    final LoginFlow flow;
    final RepoClient repo;
    private final LoginSettings settings;

    KitApp(AtprotoServer server) {
        this(server, OAuthClient.DEFAULT_SCOPE);
    }

    KitApp(AtprotoServer server, String scope) {
        DpopProofFactory proofs = new DpopProofFactory();
        settings = server.loginSettings(store).proofs(proofs).build();
        flow = new LoginFlow(OAuthClient.development("http://127.0.0.1/callback", scope), settings);
        Refresher refresher =
                Refresher.builder(proofs).identities(server.identities()).build();
        SessionRefresher sessions = SessionRefresher.builder(store, refresher).build();
        // The base URI is never contacted: each call goes to the PDS of its account.
        RestClientBuilder builder = RestClientBuilder.newBuilder().baseUri(URI.create("https://pds.invalid"));
        repo = SignedCalls.builder(sessions, proofs).build().wrap(RepoClient.class, builder.build(RepoClient.class));
    }

    RecordRef write(AtprotoAccount account, String text) {
        return repo.createRecord(CreateRecord.of(account.did(), NOTES, note(text)));
    }

    static Map<String, String> note(String text) {
        return Map.of("$type", NOTES, "text", text);
    }

    /** Returns the texts of the notes on the server. */
    static List<String> texts(AtprotoServer server, AtprotoAccount account) {
        return server.records(account, NOTES).stream()
                .map((JsonObject note) -> note.getString("text"))
                .toList();
    }

    @Override
    public void close() {
        settings.close();
    }
}
