package dev.idiolect.oauth.bench;

import dev.idiolect.oauth.dpop.DpopNonces;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.rest.DpopSigned;
import dev.idiolect.oauth.rest.SignedCalls;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Two clients for the same method, one of them signed. Their last filter responds, so that nothing is sent. */
@State(Scope.Benchmark)
public class CallState {

    private static final String METHOD = "/xrpc/com.atproto.repo.getRecord";

    /** An unsigned client. */
    public interface Unsigned {
        @GET
        @Path(METHOD)
        String record(@QueryParam("repo") String repo, @QueryParam("rkey") String key);
    }

    /** A signed client. */
    @DpopSigned
    public interface Signed {
        @GET
        @Path(METHOD)
        String record(
                @HeaderParam(DpopSigned.ACCOUNT) String account,
                @QueryParam("repo") String repo,
                @QueryParam("rkey") String key);
    }

    /** Responds in place of the server. Runs after the filter that signs. */
    static final class Responder implements ClientRequestFilter {

        private static final String NONCE = "n".repeat(43);

        @Override
        public void filter(ClientRequestContext request) {
            request.abortWith(Response.ok("{}").header("DPoP-Nonce", NONCE).build());
        }
    }

    @Param("jdk")
    private String provider;

    private Unsigned unsigned;
    private Signed signed;
    private StoreState sessions;

    @Setup(Level.Trial)
    public void build(StoreState filled) {
        sessions = filled;
        unsigned = build(Unsigned.class);
        DpopProofFactory proofs = DpopProofFactory.withProvider(new DpopNonces(), provider, Clock.systemUTC());
        signed = SignedCalls.builder(filled.caching(), proofs).build().wrap(Signed.class, build(Signed.class));
    }

    private static <T> T build(Class<T> api) {
        return RestClientBuilder.newBuilder()
                .baseUri(URI.create("https://pds.invalid"))
                .register(new Responder(), Priorities.USER + 1_000_000)
                .build(api);
    }

    private String did() {
        return Sessions.anyDid(sessions.sessions());
    }

    String unsigned() {
        return unsigned.record(did(), "self");
    }

    String signed() {
        String did = did();
        return signed.record(did, did, "self");
    }
}
