package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.xrpc.CreateRecord;
import dev.idiolect.oauth.xrpc.RecordRef;
import dev.idiolect.oauth.xrpc.RepoClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Uses Jackson for its own clients and JSON-B for the account's server. */
@Path("/notes")
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class NotesResource {

    @Inject
    @RestClient
    RepoClient repo;

    @Inject
    @RestClient
    SessionClient sessions;

    @POST
    public Written write(Note note, @QueryParam("did") String did) {
        StoredNote record = new StoredNote(StoredNote.TYPE, note.text());
        RecordRef written = repo.createRecord(CreateRecord.of(did, StoredNote.TYPE, record));
        StoredNote read =
                repo.getRecord(did, StoredNote.TYPE, written.rkey(), null).as(StoredNote.class);
        return new Written(written.uri(), read.text());
    }

    @GET
    @Path("/session")
    public Session session() {
        return sessions.session();
    }
}
