package dev.idiolect.oauth.xrpc;

import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.rest.internal.BodyLimits;
import dev.idiolect.oauth.rest.internal.CallOutcome;
import dev.idiolect.oauth.rest.internal.HeaderLines;
import dev.idiolect.oauth.rest.internal.ResponseBody;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Unifies responses that REST clients treat differently: redirects, successes without a body, and successes that come
 * from a proxy. Runs after the filter of {@code rest}, and before the REST client looks for an exception mapper.
 */
final class XrpcResponseFilter implements ClientResponseFilter {

    /** Response filters run in descending order of priority. */
    static final int PRIORITY = 8000;

    private static final int PEEKED = 512;

    @Override
    public void filter(ClientRequestContext request, ClientResponseContext response) {
        int status = response.getStatus();
        if (status < 200 || status >= 400 || !(request.getProperty(CallOutcome.PROPERTY) instanceof CallOutcome call)) {
            return;
        }
        if (status >= 300) {
            if (status != 304) {
                fail(call, response, XrpcException.redirect(status, target(request, response)));
            }
            return;
        }
        ExpectedBody expected = ExpectedBody.of(call.method());
        if (expected == ExpectedBody.ANY) {
            return;
        }
        try {
            requireJson(call, response, expected);
        } catch (IOException unreadable) {
            // The reader of the body fails too, so the caller learns that the outcome is unknown.
            return;
        }
    }

    private static void requireJson(CallOutcome call, ClientResponseContext response, ExpectedBody expected)
            throws IOException {
        String encoding = HeaderLines.first(response, HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity")) {
            fail(call, response, "in the encoding " + SafeText.quoted(encoding) + ", which was not requested");
            return;
        }
        byte[] start = ResponseBody.peek(response, PEEKED);
        if (expected != ExpectedBody.NONE && NotXrpc.needsExtraction(start)) {
            byte[] json = ResponseBody.readJson(response, BodyLimits.MAX_BYTES, BodyLimits.MAX_TIME);
            setBody(response, response.getStatus(), json, MediaType.APPLICATION_JSON);
            start = json;
        }
        if (NotXrpc.isHtml(HeaderLines.first(response, HttpHeaders.CONTENT_TYPE), start)) {
            fail(call, response, NotXrpc.HTML);
        } else if (expected == ExpectedBody.NONE) {
            // Some REST clients cannot ignore a body, and some look for a reader even for none.
            replaceBody(response, 204, null);
        } else if (start.length == 0 && expected == ExpectedBody.REQUIRED) {
            fail(call, response, "without a body");
        } else if (start.length == 0) {
            replaceBody(response, 200, expected.absent());
        } else {
            String missing = expected.missing(start);
            if (missing != null) {
                fail(call, response, missing);
            }
        }
    }

    private static void fail(CallOutcome call, ClientResponseContext response, String what) {
        fail(call, response, XrpcException.notXrpc(response.getStatus(), what));
    }

    private static void fail(CallOutcome call, ClientResponseContext response, XrpcException failure) {
        call.fail(failure);
        replaceBody(response, response.getStatus(), null);
    }

    /** An unread body blocks its connection. */
    private static void replaceBody(ClientResponseContext response, int status, @Nullable String json) {
        ResponseBody.drain(response);
        byte[] body = json == null ? new byte[0] : json.getBytes(StandardCharsets.US_ASCII);
        setBody(response, status, body, json == null ? MediaType.TEXT_PLAIN : MediaType.APPLICATION_JSON);
    }

    private static void setBody(ClientResponseContext response, int status, byte[] body, String contentType) {
        response.setStatus(status);
        HeaderLines.remove(response.getHeaders(), HttpHeaders.CONTENT_LENGTH);
        HeaderLines.remove(response.getHeaders(), HttpHeaders.CONTENT_TYPE);
        response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, contentType);
        response.setEntityStream(new ByteArrayInputStream(body));
    }

    /** Returns host and port of the redirect's target, or null if it has none. */
    private static @Nullable String target(ClientRequestContext request, ClientResponseContext response) {
        String location = HeaderLines.first(response, HttpHeaders.LOCATION);
        if (location == null || location.isBlank()) {
            return null;
        }
        try {
            URI target = request.getUri().resolve(location.strip());
            String host = target.getHost();
            if (host == null) {
                return null;
            }
            return SafeText.text(host.toLowerCase(Locale.ROOT) + (target.getPort() < 0 ? "" : ":" + target.getPort()));
        } catch (IllegalArgumentException invalid) {
            return null;
        }
    }
}
