package dev.idiolect.sample;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.xrpc.CreateRecord;
import dev.idiolect.oauth.xrpc.DeleteRecord;
import dev.idiolect.oauth.xrpc.PutRecord;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** An account's posts. */
@Path("/accounts/{did}/posts")
@Limited
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class PostsResource {

    private static final int NEWEST = 10;

    @PathParam("did")
    String did;

    @Inject
    CurrentBrowser browser;

    @Inject
    CallLimiter limiter;

    @Inject
    MeasuredCalls calls;

    @Inject
    Repositories repositories;

    @GET
    public CallResult newest() {
        OAuthSession session = browser.require(did);
        return call(
                session,
                () -> repositories.client().listRecords(did, Post.COLLECTION, NEWEST, null, null).records().stream()
                        .map(Post::of)
                        .toList());
    }

    @POST
    public CallResult write(Draft draft) {
        OAuthSession session = browser.require(did);
        require(draft != null, "The post is missing.");
        JsonObject post = draft.create(Instant.now());
        return call(
                session,
                () -> List.of(Post.of(
                        repositories.client().createRecord(CreateRecord.of(did, Post.COLLECTION, post)), post)));
    }

    @PUT
    @Path("/{rkey}")
    public CallResult edit(@PathParam("rkey") String rkey, Draft draft) {
        OAuthSession session = browser.require(did);
        require(draft != null && draft.cid() != null, "The version of the post is missing.");
        return call(session, () -> {
            JsonObject post = draft.edit(repositories
                    .client()
                    .getRecord(did, Post.COLLECTION, rkey, null)
                    .value());
            // Replaces only the version on the page: the post may have been edited elsewhere.
            PutRecord put = PutRecord.builder(did, Post.COLLECTION, rkey, post)
                    .swapRecord(draft.cid())
                    .build();
            return List.of(Post.of(repositories.client().putRecord(put), post));
        });
    }

    @DELETE
    @Path("/{rkey}")
    public CallResult delete(@PathParam("rkey") String rkey, @QueryParam("cid") String cid) {
        OAuthSession session = browser.require(did);
        require(cid != null && !cid.isEmpty(), "The version of the post is missing.");
        return call(session, () -> {
            repositories
                    .client()
                    .deleteRecord(DeleteRecord.of(did, Post.COLLECTION, rkey).withSwapRecord(cid));
            return List.of();
        });
    }

    private CallResult call(OAuthSession session, Supplier<List<Post>> call) {
        return limiter.run(session, () -> calls.measure(did, call));
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new BadRequestException(problem);
        }
    }
}
