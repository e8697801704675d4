package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.store.OAuthTokenStore;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Signed calls from an event loop; each response starts with the thread that received the request. */
@Path("/reactive")
@ApplicationScoped
@Produces(MediaType.TEXT_PLAIN)
public class ReactiveResource {

    @Inject
    @RestClient
    UniClient unis;

    @Inject
    @RestClient
    NoteClient notes;

    @Inject
    OAuthTokenStore store;

    @GET
    public Uni<String> thread() {
        return Uni.createFrom().item(place());
    }

    /** Calls the store on an event loop, which the decorator rejects. */
    @GET
    @Path("/store")
    public Uni<String> store() {
        try {
            return Uni.createFrom().item(String.join(" ", store.listDids()));
        } catch (IllegalStateException e) {
            return Uni.createFrom().item(e.getMessage());
        }
    }

    @POST
    @Path("/uni")
    public Uni<String> uni(@QueryParam("did") String did, @QueryParam("text") String text) {
        String place = place();
        return unis.create(Calls.note(did, text), did).map(written -> result(place, written));
    }

    @POST
    @Path("/stage")
    public CompletionStage<String> stage(@QueryParam("did") String did, @QueryParam("text") String text) {
        String place = place();
        return notes.createLater(Calls.note(did, text), did).thenApply(written -> result(place, written));
    }

    private static String place() {
        String kind = Context.isOnEventLoopThread() ? "event loop " : "worker ";
        return kind + Thread.currentThread().getName();
    }

    private static String result(String place, JsonObject written) {
        return place + " wrote " + Calls.uri(written);
    }
}
