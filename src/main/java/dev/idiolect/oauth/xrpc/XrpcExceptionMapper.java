package dev.idiolect.oauth.xrpc;

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
 * Turns answers of 400 or above into {@link XrpcException}; register it on REST clients of your own for XRPC methods with
 * {@code @RegisterProvider(XrpcExceptionMapper.class)}.
 */
public final class XrpcExceptionMapper implements ResponseExceptionMapper<XrpcException> {

    private static final int BODY_LIMIT = 64 * 1024;
    private static final Duration TIME_LIMIT = Duration.ofSeconds(5);
    private static final int MESSAGE_LIMIT = 300;

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
                error == null || !error.matches("[A-Za-z0-9_.#-]{1,64}") ? "" : error,
                message == null ? "" : Printable.of(message, MESSAGE_LIMIT),
                RateLimitHeaders.rateLimit(response),
                RateLimitHeaders.retryAfter(response, Instant.now()));
    }

    private JsonObject body(Response response) {
        byte[] bytes = read(response);
        if (bytes == null) {
            return JsonValue.EMPTY_JSON_OBJECT;
        }
        try (JsonReader reader = JsonMapping.provider().createReader(new ByteArrayInputStream(bytes))) {
            return reader.read() instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
        } catch (RuntimeException noJson) {
            // Parsers have exceptions of no type of their own for what is nested too deeply.
            return JsonValue.EMPTY_JSON_OBJECT;
        }
    }

    private byte @Nullable [] read(Response response) {
        try {
            InputStream stream = response.hasEntity() ? response.readEntity(InputStream.class) : null;
            return stream == null
                    ? null
                    : new BoundedStream(stream, BODY_LIMIT, TIME_LIMIT, nanoTime).readNBytes(BODY_LIMIT);
        } catch (IOException | RuntimeException unreadable) {
            return null;
        } finally {
            close(response);
        }
    }

    // An answer that is left open keeps its connection.
    private static void close(Response response) {
        try {
            response.close();
        } catch (RuntimeException e) {
            return;
        }
    }
}
