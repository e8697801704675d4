package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.xrpc.ApplyWrites;
import dev.idiolect.oauth.xrpc.BlobRef;
import dev.idiolect.oauth.xrpc.CreateRecord;
import dev.idiolect.oauth.xrpc.DeleteRecord;
import dev.idiolect.oauth.xrpc.PutRecord;
import dev.idiolect.oauth.xrpc.RepoClient;
import dev.idiolect.oauth.xrpc.Write;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Sends each request of the library's client that has a JSON body. */
@Path("/requests")
@ApplicationScoped
public class RequestsResource {

    private static final String TYPE = StoredImage.TYPE;
    private static final StoredImage IMAGE = new StoredImage(TYPE, new BlobRef("bafkrei", "image/png", 3));

    @Inject
    @RestClient
    RepoClient repo;

    @POST
    @Path("/create")
    public void create(@QueryParam("did") String did) {
        repo.createRecord(CreateRecord.builder(did, TYPE, IMAGE).validate(true).build());
    }

    @POST
    @Path("/put")
    public void put(@QueryParam("did") String did) {
        repo.putRecord(
                PutRecord.builder(did, TYPE, "self", IMAGE).onlyIfAbsent().build());
    }

    @POST
    @Path("/apply")
    public void apply(@QueryParam("did") String did) {
        repo.applyWrites(
                ApplyWrites.of(did, Write.create(TYPE, IMAGE), Write.update(TYPE, "k", IMAGE), Write.delete(TYPE, "k"))
                        .withValidate(false));
    }

    @POST
    @Path("/delete")
    public void delete(@QueryParam("did") String did) {
        repo.deleteRecord(DeleteRecord.of(did, TYPE, "self"));
    }
}
