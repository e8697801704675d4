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
import org.eclipse.microprofile.rest.client.annotation.ClientHeaderParam;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the records of an account's repository, on the account's own server.
 *
 * <p>Writes act for the account in their {@code repo}, a DID, and are signed with its session. Reads are public and
 * unsigned. They are sent to the server of their {@code repo} if a session of it is stored, else to the server of the
 * active or default account. The base URI is never contacted.
 *
 * <p>Every method throws:
 *
 * <ul>
 *   <li>{@link XrpcException} if the server returns an error;
 *   <li>{@link jakarta.ws.rs.ProcessingException} if the server does not respond, or if its response does not match the
 *       lexicon, is larger than 8 MiB or takes longer than 30 seconds;
 *   <li>the exceptions of a {@link DpopSigned} call.
 * </ul>
 *
 * <p>Thread-safe.
 *
 * @see <a href="https://github.com/bluesky-social/atproto/tree/main/lexicons/com/atproto/repo">the lexicons</a>
 */
@RegisterRestClient(baseUri = "https://pds.invalid", configKey = "idiolect-repo")
@RegisterProvider(value = RepoJson.Provider.class, priority = RepoJson.PRIORITY)
@RegisterProvider(XrpcExceptionMapper.class)
@ClientHeaderParam(name = "Accept-Encoding", value = "identity")
@Path("/xrpc")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface RepoClient {

    /**
     * Creates a record.
     *
     * @param request the record, its account and collection
     * @return the URI and the version of the record
     */
    @POST
    @Path("/com.atproto.repo.createRecord")
    @DpopSigned
    RecordRef createRecord(CreateRecord request);

    /**
     * Creates or replaces the record with a key.
     *
     * @param request the record, its account and collection
     * @return the URI and the version of the record
     */
    @POST
    @Path("/com.atproto.repo.putRecord")
    @DpopSigned
    RecordRef putRecord(PutRecord request);

    /**
     * Deletes a record. Does nothing if it does not exist.
     *
     * @param request the record to delete
     * @return the commit, if the record existed
     */
    @POST
    @Path("/com.atproto.repo.deleteRecord")
    @DpopSigned
    DeleteRecordResult deleteRecord(DeleteRecord request);

    /**
     * Applies several writes atomically.
     *
     * @param request the writes
     * @return the commit and the result of each write
     */
    @POST
    @Path("/com.atproto.repo.applyWrites")
    @DpopSigned
    ApplyWritesResult applyWrites(ApplyWrites request);

    /**
     * Uploads a blob. The server deletes it after some minutes unless a record refers to it.
     *
     * @param bytes the content
     * @param mimeType the media type, such as {@code image/png}; never null
     * @param account the account, a DID; null for the active or default account
     * @return the reference to put into a record
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
     * Uploads a blob from a stream. The stream is buffered in memory, for a second attempt, and closed.
     *
     * @param stream the content
     * @param mimeType the media type, such as {@code image/png}; never null
     * @param account the account, a DID; null for the active or default account
     * @return the reference to put into a record
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
     * @param repo the account, a DID or a handle
     * @param collection the collection, an NSID
     * @param rkey the record key
     * @param cid the CID of a version, or null for the newest
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
     * Reads a page of a collection. If its records are as large as servers accept, use a limit of at most 50: a
     * response over 8 MiB is refused.
     *
     * @param repo the account, a DID or a handle
     * @param collection the collection, an NSID
     * @param limit the maximum number of records, 1 to 100; null for 50
     * @param cursor the cursor of the previous page, or null for the first page
     * @param reverse whether to reverse the order; null for false
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
     * @param repo the account, a DID or a handle
     * @return the description
     */
    @GET
    @Path("/com.atproto.repo.describeRepo")
    @PdsRouted
    RepoDescription describeRepo(@QueryParam("repo") String repo);
}
