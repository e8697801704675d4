package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.rest.internal.BodyLimits;
import dev.idiolect.oauth.rest.internal.BoundedStream;
import dev.idiolect.oauth.rest.internal.DecompressedStream;
import dev.idiolect.oauth.rest.internal.HeaderLines;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.ZipException;

/** Decompresses a response that was compressed although the request did not ask for it, as some proxies do. */
final class ContentDecoding {

    private static final int MAX_ERROR = 1024 * 1024;

    private ContentDecoding() {}

    static void decode(ClientRequestContext request, ClientResponseContext response) {
        String encoding = HeaderLines.first(response, HttpHeaders.CONTENT_ENCODING);
        InputStream body = response.getEntityStream();
        String coding = encoding == null ? null : DecompressedStream.coding(encoding);
        if (coding == null || body == null || asksFor(request, coding)) {
            return;
        }
        InputStream plain = new DecompressedStream(body, coding);
        response.setEntityStream(
                response.getStatus() < 400
                        ? new BoundedStream(plain, BodyLimits.MAX_BYTES, BodyLimits.MAX_TIME, System::nanoTime)
                        // Some REST clients read an error to its end, and report a failure in place of the error.
                        : new CutStream(plain));
        HeaderLines.remove(response.getHeaders(), HttpHeaders.CONTENT_ENCODING);
        HeaderLines.remove(response.getHeaders(), HttpHeaders.CONTENT_LENGTH);
    }

    // Such a client decompresses responses by itself.
    private static boolean asksFor(ClientRequestContext request, String coding) {
        String accepted = request.getHeaderString(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null && accepted.toLowerCase(Locale.ROOT).contains(coding);
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
}
