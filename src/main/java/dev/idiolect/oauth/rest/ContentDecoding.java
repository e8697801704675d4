package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.rest.internal.BoundedStream;
import dev.idiolect.oauth.rest.internal.HeaderLines;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Decompresses a response that was compressed although the request did not ask for it, as some proxies do. */
final class ContentDecoding {

    /** Some kilobytes can decompress to gigabytes. */
    static final int MAX_BYTES = 8 * 1024 * 1024;

    private static final int MAX_ERROR = 1024 * 1024;
    private static final Duration MAX_TIME = Duration.ofSeconds(30);

    private ContentDecoding() {}

    static void decode(ClientRequestContext request, ClientResponseContext response) {
        String encoding = HeaderLines.first(response, HttpHeaders.CONTENT_ENCODING);
        InputStream body = response.getEntityStream();
        if (encoding == null || body == null || !isGzip(encoding) || asksFor(request)) {
            return;
        }
        InputStream plain = new LazyGzip(body);
        response.setEntityStream(
                response.getStatus() < 400
                        ? new BoundedStream(plain, MAX_BYTES, MAX_TIME, System::nanoTime)
                        // Some REST clients read an error to its end, and report a failure in place of the error.
                        : new CutStream(plain));
        HeaderLines.remove(response.getHeaders(), HttpHeaders.CONTENT_ENCODING);
        HeaderLines.remove(response.getHeaders(), HttpHeaders.CONTENT_LENGTH);
    }

    // Such a client decompresses responses by itself.
    private static boolean asksFor(ClientRequestContext request) {
        String accepted = request.getHeaderString(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null && accepted.toLowerCase(Locale.ROOT).contains("gzip");
    }

    private static boolean isGzip(String encoding) {
        String name = encoding.strip().toLowerCase(Locale.ROOT);
        return name.equals("gzip") || name.equals("x-gzip");
    }

    /** Ends after a number of bytes, or where the compressed data is invalid. */
    private static final class CutStream extends FilterInputStream {

        private int left = MAX_ERROR;

        CutStream(InputStream stream) {
            super(stream);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                int n = super.read(buffer, offset, Math.min(length, left));
                left -= Math.max(0, n);
                return left > 0 || n > 0 ? n : -1;
            } catch (EOFException | ZipException invalid) {
                left = 0;
                return -1;
            }
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }

    /** Reads the header of the format with the first byte, so that a filter fails for no body. */
    private static final class LazyGzip extends InputStream {

        private final InputStream compressed;
        private @Nullable InputStream plain;

        LazyGzip(InputStream compressed) {
            this.compressed = compressed;
        }

        @Override
        public int read() throws IOException {
            return plain().read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return plain().read(buffer, offset, length);
            } catch (StackOverflowError e) {
                // The JDK recurses once for each empty member.
                throw new ZipException("too many empty members");
            }
        }

        @Override
        public void close() throws IOException {
            compressed.close();
        }

        private InputStream plain() throws IOException {
            InputStream current = plain;
            if (current == null) {
                current = new GZIPInputStream(compressed);
                plain = current;
            }
            return current;
        }
    }
}
