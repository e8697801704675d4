package dev.idiolect.oauth.xrpc;

import dev.idiolect.oauth.internal.http.MaxLength;
import dev.idiolect.oauth.internal.http.RetryAfter;
import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.rest.internal.BoundedStream;
import dev.idiolect.oauth.rest.internal.ResponseBody;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * Converts error responses to {@link XrpcException}. {@link RepoClient} has it; add it to your own XRPC clients with
 * {@code @RegisterProvider(XrpcExceptionMapper.class)}.
 */
public final class XrpcExceptionMapper implements ResponseExceptionMapper<XrpcException> {

    private static final int MAX_BYTES = 64 * 1024;
    private static final Duration MAX_TIME = Duration.ofSeconds(5);

    private final LongSupplier nanoTime;

    /** Creates a mapper. */
    public XrpcExceptionMapper() {
        this(System::nanoTime);
    }

    XrpcExceptionMapper(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public XrpcException toThrowable(Response response) {
        int status = response.getStatus();
        RateLimit rateLimit = RateLimitHeaders.of(response);
        Duration retryAfter = RetryAfter.of(
                        status,
                        response.getHeaderString("Retry-After"),
                        response.getHeaderString("RateLimit-Reset"),
                        Instant.now())
                .orElse(null);
        String contentType = response.getHeaderString(HttpHeaders.CONTENT_TYPE);
        byte[] bytes = read(response);
        JsonObject body = parse(bytes);
        if (body == null && bytes.length > 0) {
            String what = NotXrpc.isHtml(contentType, bytes) ? NotXrpc.HTML : NotXrpc.OTHER;
            return XrpcException.notXrpc(status, what, rateLimit, retryAfter);
        }
        JsonObject json = body == null ? JsonValue.EMPTY_JSON_OBJECT : body;
        String error = JsonMembers.optional(json, "error");
        boolean isCode = error != null && error.matches("[A-Za-z0-9_.#-]{1,64}");
        return XrpcException.of(
                status, isCode ? error : null, message(json, isCode ? null : error), rateLimit, retryAfter);
    }

    /** Returns the server's message. Some servers put it into {@code error}, or use the name of OAuth. */
    private static @Nullable String message(JsonObject body, @Nullable String sentence) {
        for (String text : Arrays.asList(
                JsonMembers.optional(body, "message"), JsonMembers.optional(body, "error_description"), sentence)) {
            if (text != null && !text.isBlank()) {
                return SafeText.redacted(text, MaxLength.ERROR_DESCRIPTION);
            }
        }
        return null;
    }

    private static @Nullable JsonObject parse(byte[] bytes) {
        try (JsonReader reader =
                JsonMapping.provider().createReader(new StringReader(ResponseBody.json(bytes, MAX_BYTES)))) {
            return reader.read() instanceof JsonObject object ? object : null;
        } catch (RuntimeException invalid) {
            // Not only JsonException: parsers throw other types if the nesting is too deep.
            return null;
        }
    }

    private byte[] read(Response response) {
        try {
            InputStream stream = response.hasEntity() ? response.readEntity(InputStream.class) : null;
            return stream == null
                    ? new byte[0]
                    : new BoundedStream(stream, MAX_BYTES, MAX_TIME, nanoTime).readNBytes(MAX_BYTES);
        } catch (IOException | RuntimeException unreadable) {
            return new byte[0];
        } finally {
            close(response);
        }
    }

    // An unclosed response blocks its connection.
    private static void close(Response response) {
        try {
            response.close();
        } catch (RuntimeException e) {
            return;
        }
    }
}
