package dev.idiolect.oauth.rest;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.ws.rs.client.ClientResponseContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Reads the body of a refusal, never more of it than a limit, and never for long. */
final class ResponseBody {

    private static final int DRAINED = 1024 * 1024;
    private static final long READ_FOR = TimeUnit.SECONDS.toNanos(5);
    private static final int PEEKED = 16 * 1024;

    private ResponseBody() {}

    /** Reads the body to its end, so that its connection can be used again. */
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
            // Whoever sends a byte now and then never runs into a read timeout.
            long start = nanoTime.getAsLong();
            for (int left = DRAINED; left > 0 && nanoTime.getAsLong() - start < READ_FOR; ) {
                int n = body.read(buffer, 0, Math.min(buffer.length, left));
                if (n < 0) {
                    return;
                }
                left -= n;
            }
            body.close();
        } catch (IOException e) {
            // The connection is of no use any more, which is no concern of the next try.
            return;
        }
    }

    /** Whether the body is what a server answers to an expired legacy token; the body can still be read afterwards. */
    static boolean saysExpired(ClientResponseContext response) {
        return saysExpired(response, System::nanoTime);
    }

    static boolean saysExpired(ClientResponseContext response, LongSupplier nanoTime) {
        InputStream body = response.getEntityStream();
        if (body == null) {
            return false;
        }
        byte[] buffer = new byte[PEEKED];
        int length = 0;
        try {
            long start = nanoTime.getAsLong();
            while (length < PEEKED && nanoTime.getAsLong() - start < READ_FOR) {
                int n = body.read(buffer, length, PEEKED - length);
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
            JsonStructure parsed = reader.read();
            return parsed instanceof JsonObject object && object.get("error") instanceof JsonString error
                    ? error.getString()
                    : "";
        } catch (RuntimeException noJson) {
            // Parsers have exceptions of no type of their own for what is nested too deeply.
            return "";
        }
    }
}
