package dev.idiolect.oauth.rest;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.ws.rs.client.ClientResponseContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Reads the body of an error response, within limits of size and time. */
final class ResponseBody {

    private static final int MAX_DRAINED = 1024 * 1024;
    private static final int MAX_PEEKED = 16 * 1024;
    // A server that sends single bytes slowly never triggers a read timeout.
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(5);

    private ResponseBody() {}

    /** Reads the body to its end, so that the connection can be reused. Closes the body if it exceeds a limit. */
    static void drain(ClientResponseContext response) {
        drain(response, System::nanoTime);
    }

    static void drain(ClientResponseContext response, LongSupplier nanoTime) {
        InputStream body = response.getEntityStream();
        if (body == null) {
            return;
        }
        byte[] buffer = new byte[8192];
        try {
            long start = nanoTime.getAsLong();
            for (int left = MAX_DRAINED; left > 0 && nanoTime.getAsLong() - start < MAX_NANOS; ) {
                int n = body.read(buffer, 0, Math.min(buffer.length, left));
                if (n < 0) {
                    return;
                }
                left -= n;
            }
            body.close();
        } catch (IOException e) {
            // The connection is unusable, but the next attempt does not need it.
            return;
        }
    }

    /** Returns whether the response reports an expired legacy token. The body can still be read afterwards. */
    static boolean isExpiredToken(ClientResponseContext response) {
        return isExpiredToken(response, System::nanoTime);
    }

    static boolean isExpiredToken(ClientResponseContext response, LongSupplier nanoTime) {
        InputStream body = response.getEntityStream();
        if (body == null) {
            return false;
        }
        byte[] buffer = new byte[MAX_PEEKED];
        int length = 0;
        try {
            long start = nanoTime.getAsLong();
            while (length < MAX_PEEKED && nanoTime.getAsLong() - start < MAX_NANOS) {
                int n = body.read(buffer, length, MAX_PEEKED - length);
                if (n < 0) {
                    break;
                }
                length += n;
            }
        } catch (IOException e) {
            return false;
        }
        response.setEntityStream(new SequenceInputStream(new ByteArrayInputStream(buffer, 0, length), body));
        return "ExpiredToken".equals(error(new ByteArrayInputStream(buffer, 0, length)));
    }

    private static String error(InputStream json) {
        try (JsonReader reader = Json.createReader(json)) {
            return reader.read() instanceof JsonObject object && object.get("error") instanceof JsonString error
                    ? error.getString()
                    : "";
        } catch (RuntimeException invalid) {
            // Not only JsonException: parsers throw other exceptions if the nesting is too deep.
            return "";
        }
    }
}
