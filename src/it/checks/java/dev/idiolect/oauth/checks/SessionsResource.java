package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Access to the injected store. */
@Path("/sessions")
@ApplicationScoped
@Produces(MediaType.TEXT_PLAIN)
public class SessionsResource {

    @Inject
    OAuthTokenStore store;

    @Inject
    Heard heard;

    @PUT
    public String save(String session) {
        store.save(OAuthSession.fromJson(session));
        return "saved";
    }

    @GET
    public String dids() {
        return String.join("\n", store.listDids());
    }

    @GET
    @Path("/events")
    public String events() {
        return String.join("\n", heard.events());
    }

    @GET
    @Path("/events/contexts")
    public String contexts() {
        return String.join("\n", heard.contexts());
    }

    @GET
    @Path("/store")
    public String store() {
        return store.toString();
    }
}
