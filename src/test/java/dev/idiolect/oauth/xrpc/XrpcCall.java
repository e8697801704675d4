package dev.idiolect.oauth.xrpc;

import static dev.idiolect.oauth.rest.ClientApp.ALICE;

import dev.idiolect.oauth.rest.ClientApp;
import dev.idiolect.oauth.rest.Requests;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** The calls of the library's client, and of an application's client. */
enum XrpcCall {
    CREATE("createRecord", 1, app -> repo(app).createRecord(CreateRecord.of(ALICE, XrpcCall.NOTES, Map.of()))),
    PUT(
            "putRecord",
            0,
            app -> repo(app).putRecord(PutRecord.of(ALICE, XrpcCall.NOTES, "self", Map.of("text", "second")))),
    DELETE("deleteRecord", -1, app -> repo(app).deleteRecord(DeleteRecord.of(ALICE, XrpcCall.NOTES, "self"))),
    APPLY(
            "applyWrites",
            1,
            app -> repo(app).applyWrites(ApplyWrites.of(ALICE, Write.create(XrpcCall.NOTES, Map.of())))),
    UPLOAD("uploadBlob", 0, app -> repo(app).uploadBlob(new byte[] {1, 2, 3}, "image/png", ALICE)),
    GET("getRecord", 0, app -> repo(app).getRecord(ALICE, XrpcCall.NOTES, "self", null)),
    LIST("listRecords", 0, app -> repo(app).listRecords(ALICE, XrpcCall.NOTES, null, null, null)),
    DESCRIBE("describeRepo", 0, app -> repo(app).describeRepo(ALICE)),
    OWN("createRecord", 1, app -> own(app).create(Requests.note(ALICE), ALICE)),
    OWN_TYPED("createRecord", 1, app -> own(app).createTyped(Requests.note(ALICE), ALICE)),
    OWN_STAGE(
            "createRecord",
            1,
            app -> own(app).createLater(Requests.note(ALICE), ALICE)
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS));

    static final String NOTES = "dev.idiolect.test.note";

    private interface Use {
        Object of(ClientApp app) throws Exception;
    }

    private final String method;
    private final int added;
    private final Use use;

    XrpcCall(String method, int added, Use use) {
        this.method = method;
        this.added = added;
        this.use = use;
    }

    String path() {
        return "com.atproto.repo." + method;
    }

    boolean isSigned() {
        return this != GET && this != LIST && this != DESCRIBE;
    }

    /** Whether the result has parts that cannot be absent. */
    boolean needsBody() {
        return !isSigned() || this == UPLOAD;
    }

    /** The number of records that the call adds. */
    int added() {
        return added;
    }

    /** Makes the call, and returns its result, or its exception, as text. */
    String outcome(ClientApp app) {
        try {
            return String.valueOf(use.of(app));
        } catch (ExecutionException e) {
            return text(e.getCause());
        } catch (Exception e) {
            return text(e);
        }
    }

    private static String text(Throwable e) {
        return e instanceof XrpcException xrpc ? OddResponse.Outcome.of(xrpc) : e.toString();
    }

    private static RepoClient repo(ClientApp app) {
        return app.injected(RepoClient.class);
    }

    private static OwnClient own(ClientApp app) {
        return app.wrapped(OwnClient.class);
    }
}
