package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** Beans without injection points, looked up at run time. */
@Path("/sessions")
@ApplicationScoped
@Produces(MediaType.TEXT_PLAIN)
public class SessionsResource {

    @PUT
    public String save(String session) {
        store().save(OAuthSession.fromJson(session));
        return "saved";
    }

    @GET
    public String dids() {
        return String.join("\n", store().listDids());
    }

    @GET
    @Path("/bean")
    public boolean bean(@QueryParam("type") String type) throws ClassNotFoundException {
        Class<?> wanted = Thread.currentThread().getContextClassLoader().loadClass(type);
        return CDI.current().select(wanted).isResolvable();
    }

    private static OAuthTokenStore store() {
        return CDI.current().select(OAuthTokenStore.class).get();
    }
}
