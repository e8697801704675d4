package dev.idiolect.oauth.bench;

import dev.idiolect.oauth.dpop.DpopNonces;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.rest.DpopSigned;
import dev.idiolect.oauth.rest.SignedCalls;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** An application with two clients for the same method of a PDS in another process, one of them signed. */
@State(Scope.Benchmark)
public class LoadState {

    /** The provider of the unsigned calls. */
    static final String NONE = "none";

    private static final String METHOD = "/xrpc/com.atproto.repo.describeRepo";
    private static final int MOST_CONNECTIONS = 256;

    /** An unsigned client. */
    public interface Unsigned {
        @GET
        @Path(METHOD)
        String describe(@QueryParam("repo") String repo);
    }

    /** A signed client. */
    @DpopSigned
    public interface Signed {
        @GET
        @Path(METHOD)
        String describe(@HeaderParam(DpopSigned.ACCOUNT) String account, @QueryParam("repo") String repo);
    }

    @Param(NONE)
    private String provider;

    @Param("1")
    private int accounts;

    @Param("none")
    private String place;

    private Unsigned unsigned;
    private Signed signed;

    @Setup(Level.Trial)
    public void build() throws IOException {
        OAuthTokenStore store = new InMemoryOAuthTokenStore();
        List<OAuthSession> sessions = Files.readAllLines(java.nio.file.Path.of(place)).stream()
                .map(OAuthSession::fromJson)
                .toList();
        sessions.forEach(store::save);
        String pds = sessions.get(0).pdsUrl();
        unsigned = build(Unsigned.class, pds);
        if (!provider.equals(NONE)) {
            DpopProofFactory proofs = DpopProofFactory.withProvider(new DpopNonces(), provider, Clock.systemUTC());
            SessionRefresher refresher =
                    SessionRefresher.builder(store, Refresher.of(proofs)).build();
            signed = SignedCalls.builder(refresher, proofs).build().wrap(Signed.class, build(Signed.class, pds));
        }
    }

    private static <T> T build(Class<T> api, String pds) {
        return RestClientBuilder.newBuilder()
                .baseUri(URI.create(pds))
                .property("resteasy.connectionPoolSize", MOST_CONNECTIONS)
                .build(api);
    }

    String unsigned() {
        return unsigned.describe(Sessions.anyDid(accounts));
    }

    String signed() {
        String did = Sessions.anyDid(accounts);
        return signed.describe(did, did);
    }
}
