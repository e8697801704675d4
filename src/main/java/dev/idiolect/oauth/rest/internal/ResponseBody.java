package dev.idiolect.oauth.rest.internal;

import dev.idiolect.oauth.internal.http.JsonBody;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.ws.rs.client.ClientResponseContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Reads the body of a response in a filter, within limits of size and time. */
public final class ResponseBody {

    private static final int MAX_DRAINED = 1024 * 1024;
    private static final int MAX_ERROR = 16 * 1024;
    // A server that sends a byte now and then never triggers a read timeout.
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(5);

    private ResponseBody() {}

    /** Reads the body to its end, so that the connection can be reused. Closes the body if it exceeds a limit. */
    public static void drain(ClientResponseContext response) {
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
        } catch (IOException | RuntimeException e) {
            close(body);
        }
    }

    // The connection is then unusable, but the next attempt does not need it. Quarkus throws if a filter reads the body
    // of an InputStream result.
    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException | RuntimeException e) {
            return;
        }
    }

    /**
     * Returns the {@code error} of a JSON body, or an empty string; null if a filter cannot read the body. The body can
     * be read again.
     */
    public static @Nullable String error(ClientResponseContext response) {
        return error(response, System::nanoTime);
    }

    static @Nullable String error(ClientResponseContext response, LongSupplier nanoTime) {
        byte[] bytes;
        try {
            bytes = peek(response, MAX_ERROR, nanoTime);
        } catch (IOException unreadable) {
            return "";
        } catch (RuntimeException forbidden) {
            return null;
        }
        try (JsonReader reader = Json.createReader(new StringReader(json(bytes, MAX_ERROR)))) {
            return reader.read() instanceof JsonObject object && object.get("error") instanceof JsonString error
                    ? error.getString()
                    : "";
        } catch (RuntimeException invalid) {
            // Not only JsonException: parsers throw other types if the nesting is too deep.
            return "";
        }
    }

    /**
     * Returns the first bytes of the body; none if it is empty. The body can be read again.
     *
     * @throws IOException if the body cannot be read; its reader will get an exception too
     */
    public static byte[] peek(ClientResponseContext response, int maxBytes) throws IOException {
        return peek(response, maxBytes, System::nanoTime);
    }

    private static byte[] peek(ClientResponseContext response, int maxBytes, LongSupplier nanoTime) throws IOException {
        InputStream body = response.getEntityStream();
        if (body == null) {
            return new byte[0];
        }
        byte[] buffer = new byte[maxBytes];
        int length = 0;
        try {
            long start = nanoTime.getAsLong();
            while (length < maxBytes && nanoTime.getAsLong() - start < MAX_NANOS) {
                int n = body.read(buffer, length, maxBytes - length);
                if (n < 0) {
                    break;
                }
                length += n;
            }
        } catch (IOException e) {
            response.setEntityStream(new FailedStream(e));
            throw e;
        }
        // Not a SequenceInputStream, which closes each stream at its end, and with it a response of RESTEasy.
        PushbackInputStream again = new PushbackInputStream(body, maxBytes);
        again.unread(buffer, 0, length);
        response.setEntityStream(again);
        return Arrays.copyOf(buffer, length);
    }

    /**
     * Reads the body, and returns its JSON in UTF-8 without additions of proxies, as {@link #json(byte[], int)}.
     *
     * @throws IOException if the body cannot be read within the limits; its reader will get an exception too
     */
    public static byte[] readJson(ClientResponseContext response, int maxBytes, Duration maxTime) throws IOException {
        try {
            InputStream entity = response.getEntityStream();
            byte[] body = new BoundedStream(entity, maxBytes, maxTime, System::nanoTime).readAllBytes();
            InputStream plain = DecompressedStream.of(body);
            byte[] text = new BoundedStream(plain, maxBytes, maxTime, System::nanoTime).readAllBytes();
            return json(text).getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            response.setEntityStream(new FailedStream(e));
            throw e;
        }
    }

    /**
     * Returns the JSON of a body without what proxies add to it: compression, a byte order mark, blanks or a guard
     * before it.
     *
     * @param maxBytes how much is decompressed
     */
    public static String json(byte[] body, int maxBytes) {
        byte[] plain;
        try {
            plain = DecompressedStream.of(body).readNBytes(maxBytes);
        } catch (IOException corrupt) {
            plain = body;
        }
        return json(plain);
    }

    private static String json(byte[] plain) {
        return JsonBody.withoutOddStart(JsonBody.text(plain));
    }

    /** Repeats the failure of another stream. */
    private static final class FailedStream extends InputStream {

        private final IOException failure;

        FailedStream(IOException failure) {
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            throw new IOException(failure.getMessage(), failure);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
        }
    }
}
