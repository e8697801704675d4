package dev.idiolect.oauth.xrpc;

import dev.idiolect.oauth.internal.http.RetryAfter;
import dev.idiolect.oauth.internal.http.SafeText;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
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
    private static final int MAX_MESSAGE = 300;

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
        JsonObject body = body(response);
        String error = JsonMembers.optional(body, "error");
        String message = JsonMembers.optional(body, "message");
        return new XrpcException(
                response.getStatus(),
                error == null || !error.matches("[A-Za-z0-9_.#-]{1,64}") ? null : error,
                message == null || message.isBlank() ? null : SafeText.redacted(message, MAX_MESSAGE),
                RateLimitHeaders.of(response),
                RetryAfter.of(
                                response.getStatus(),
                                response.getHeaderString("Retry-After"),
                                response.getHeaderString("RateLimit-Reset"),
                                Instant.now())
                        .orElse(null));
    }

    private JsonObject body(Response response) {
        byte[] bytes = read(response);
        if (bytes == null) {
            return JsonValue.EMPTY_JSON_OBJECT;
        }
        try (JsonReader reader = JsonMapping.provider().createReader(new ByteArrayInputStream(bytes))) {
            return reader.read() instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
        } catch (RuntimeException invalid) {
            // Not only JsonException: parsers throw other types if the nesting is too deep.
            return JsonValue.EMPTY_JSON_OBJECT;
        }
    }

    private byte @Nullable [] read(Response response) {
        try {
            InputStream stream = response.hasEntity() ? response.readEntity(InputStream.class) : null;
            return stream == null
                    ? null
                    : new BoundedStream(stream, MAX_BYTES, MAX_TIME, nanoTime).readNBytes(MAX_BYTES);
        } catch (IOException | RuntimeException unreadable) {
            return null;
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
