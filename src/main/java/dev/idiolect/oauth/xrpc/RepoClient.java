package dev.idiolect.oauth.xrpc;

import dev.idiolect.oauth.rest.DpopSigned;
import dev.idiolect.oauth.rest.internal.PdsRouted;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the records of an account's repository, on the account's own server.
 *
 * <p>Writes act for the account in their {@code repo}, a DID, and are signed with its session. Reads are public: they go
 * unsigned to the server of their {@code repo} if a session of it is stored, else to that of the active or configured
 * account. The base URI is never contacted.
 *
 * <p>Every method throws {@link XrpcException} for an answer of 400 or above,
 * {@link jakarta.ws.rs.ProcessingException} for one that is not what the lexicon says, that is larger than 8 MiB, that takes
 * more than 30 seconds from its beginning to its end, or that never came, and what {@link DpopSigned} and {@link PdsRouted}
 * calls throw.
 *
 * @see <a href="https://github.com/bluesky-social/atproto/tree/main/lexicons/com/atproto/repo">the lexicons</a>
 */
@RegisterRestClient(baseUri = "https://pds.invalid", configKey = "idiolect-repo")
@RegisterProvider(value = RepoJsonProvider.class, priority = RepoJsonProvider.PRIORITY)
@RegisterProvider(XrpcExceptionMapper.class)
@Path("/xrpc")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface RepoClient {

    /**
     * Creates a record.
     *
     * @param request the record and where it goes
     * @return where it went
     */
    @POST
    @Path("/com.atproto.repo.createRecord")
    @DpopSigned
    RecordRef createRecord(CreateRecord request);

    /**
     * Creates a record or replaces the one with its key.
     *
     * @param request the record and where it goes
     * @return where it went
     */
    @POST
    @Path("/com.atproto.repo.putRecord")
    @DpopSigned
    RecordRef putRecord(PutRecord request);

    /**
     * Deletes a record, or makes sure that there is none.
     *
     * @param request which record
     * @return the commit, if there was something to delete
     */
    @POST
    @Path("/com.atproto.repo.deleteRecord")
    @DpopSigned
    DeleteRecordResult deleteRecord(DeleteRecord request);

    /**
     * Carries out several writes, all or none.
     *
     * @param request the writes
     * @return the commit and what came of each write
     */
    @POST
    @Path("/com.atproto.repo.applyWrites")
    @DpopSigned
    ApplyWritesResult applyWrites(ApplyWrites request);

    /**
     * Uploads a blob. The server drops it unless a record refers to it within some minutes.
     *
     * @param bytes the blob
     * @param mimeType its type, such as {@code image/png}; never null
     * @param account whose it is, a DID; null for the active or configured account's
     * @return the blob, to be put into a record
     */
    @POST
    @Path("/com.atproto.repo.uploadBlob")
    @Consumes(MediaType.WILDCARD)
    @DpopSigned
    UploadedBlob uploadBlob(
            byte[] bytes,
            @HeaderParam("Content-Type") String mimeType,
            @HeaderParam(DpopSigned.ACCOUNT) @Nullable String account);

    /**
     * Uploads a blob from a stream, which is read into memory, for a second try, and closed.
     *
     * @param stream the blob
     * @param mimeType its type, such as {@code image/png}; never null
     * @param account whose it is, a DID; null for the active or configured account's
     * @return the blob, to be put into a record
     */
    @POST
    @Path("/com.atproto.repo.uploadBlob")
    @Consumes(MediaType.WILDCARD)
    @DpopSigned
    UploadedBlob uploadBlob(
            InputStream stream,
            @HeaderParam("Content-Type") String mimeType,
            @HeaderParam(DpopSigned.ACCOUNT) @Nullable String account);

    /**
     * Reads a record.
     *
     * @param repo whose it is, a DID or a handle
     * @param collection its collection, an NSID
     * @param rkey its key
     * @param cid the version that is wanted, or null for the newest
     * @return the record
     */
    @GET
    @Path("/com.atproto.repo.getRecord")
    @PdsRouted
    RepoRecord getRecord(
            @QueryParam("repo") String repo,
            @QueryParam("collection") String collection,
            @QueryParam("rkey") String rkey,
            @QueryParam("cid") @Nullable String cid);

    /**
     * Reads a page of a collection. Where its records are as large as servers take them, ask for fifty or less: an answer of
     * more than 8 MiB is not read.
     *
     * @param repo whose it is, a DID or a handle
     * @param collection the collection, an NSID
     * @param limit how many records at most, 1 to 100; null for 50
     * @param cursor where the page begins: that of the page before, or null for the first page
     * @param reverse whether to read in reverse order; null for false
     * @return the page
     */
    @GET
    @Path("/com.atproto.repo.listRecords")
    @PdsRouted
    RecordPage listRecords(
            @QueryParam("repo") String repo,
            @QueryParam("collection") String collection,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("reverse") @Nullable Boolean reverse);

    /**
     * Describes an account and its repository.
     *
     * @param repo whose it is, a DID or a handle
     * @return the description
     */
    @GET
    @Path("/com.atproto.repo.describeRepo")
    @PdsRouted
    RepoDescription describeRepo(@QueryParam("repo") String repo);
}
