package dev.idiolect.oauth.rest.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A stream that fails after a number of bytes or after a time, so that a server can neither fill the memory nor block
 * the reader. A server that sends a byte now and then never triggers a read timeout.
 */
public final class BoundedStream extends FilterInputStream {

    private final long maxBytes;
    private final Duration maxTime;
    private final LongSupplier nanoTime;
    private final long start;
    private long read;

    /** Creates the stream and starts measuring the time. */
    public BoundedStream(InputStream stream, long maxBytes, Duration maxTime, LongSupplier nanoTime) {
        super(stream);
        this.maxBytes = maxBytes;
        this.maxTime = maxTime;
        this.nanoTime = nanoTime;
        start = nanoTime.getAsLong();
    }

    @Override
    public int read() throws IOException {
        requireTime();
        int b = super.read();
        if (b >= 0) {
            count(1);
        }
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        requireTime();
        int n = super.read(buffer, offset, length);
        if (n > 0) {
            count(n);
        }
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        requireTime();
        long skipped = super.skip(n);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void requireTime() throws IOException {
        if (nanoTime.getAsLong() - start >= maxTime.toNanos()) {
            throw new IOException("the server is too slow: incomplete after " + maxTime.toSeconds() + " s");
        }
    }

    private void count(long more) throws IOException {
        read += more;
        if (read > maxBytes) {
            throw new IOException("larger than " + maxBytes + " bytes");
        }
    }
}
