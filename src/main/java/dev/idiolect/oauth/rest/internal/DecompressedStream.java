package dev.idiolect.oauth.rest.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses a body. Reads the header of the format only with the first byte of the text, so that creating the stream
 * in a filter cannot fail. Some kilobytes can decompress to gigabytes: the reader must limit the size.
 */
public final class DecompressedStream extends InputStream {

    private static final String GZIP = "gzip";
    private static final String DEFLATE = "deflate";

    /** The compression method of RFC 1950. */
    private static final int ZLIB_DEFLATE = 8;

    private final InputStream body;
    private final String coding;
    private @Nullable InputStream plain;
    private @Nullable Inflater inflater;

    /**
     * Creates the stream.
     *
     * @param coding a result of {@link #coding}
     */
    public DecompressedStream(InputStream body, String coding) {
        this.body = body;
        this.coding = coding;
    }

    /** Returns the coding that a {@code Content-Encoding} names, or null if this class does not know it. */
    public static @Nullable String coding(String contentEncoding) {
        return switch (contentEncoding.strip().toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            default -> null;
        };
    }

    /** Returns whether a body begins like GZIP. */
    public static boolean isGzip(byte[] start) {
        return start.length > 2 && start[0] == 0x1f && start[1] == (byte) 0x8b;
    }

    /** Returns a stream that decompresses a GZIP body without {@code Content-Encoding}. */
    public static InputStream ofGzip(InputStream body) {
        return new DecompressedStream(body, GZIP);
    }

    /** Returns a stream of a body that may be GZIP. */
    public static InputStream of(byte[] body) {
        InputStream bytes = new ByteArrayInputStream(body);
        return isGzip(body) ? ofGzip(bytes) : bytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        InputStream current = plain;
        if (current == null) {
            current = open();
            plain = current;
        }
        try {
            return current.read(buffer, offset, length);
        } catch (StackOverflowError e) {
            // The JDK recurses once for each empty member.
            throw new ZipException("too many empty members");
        }
    }

    private InputStream open() throws IOException {
        PushbackInputStream again = new PushbackInputStream(body, 3);
        byte[] start = again.readNBytes(3);
        again.unread(start);
        if (coding.equals(DEFLATE)) {
            // RFC 9110 section 8.4.1.2: some servers send the data without the header of RFC 1950.
            Inflater raw = new Inflater(!hasZlibHeader(start));
            inflater = raw;
            return start.length == 0 ? again : new InflaterInputStream(again, raw);
        }
        // Some proxies decompress the body but keep the header.
        return isGzip(start) ? new GZIPInputStream(again) : again;
    }

    private static boolean hasZlibHeader(byte[] start) {
        return start.length > 1
                && (start[0] & 0x0f) == ZLIB_DEFLATE
                && ((start[0] & 0xff) << 8 | (start[1] & 0xff)) % 31 == 0;
    }

    @Override
    public void close() throws IOException {
        Inflater used = inflater;
        if (used != null) {
            used.end();
        }
        body.close();
    }
}
