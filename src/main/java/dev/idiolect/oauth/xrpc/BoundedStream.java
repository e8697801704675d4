package dev.idiolect.oauth.xrpc;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A stream that fails after a number of bytes, and when a time is over: a server's answer must neither fill the memory nor
 * hold its reader. Whoever sends a byte now and then never runs into a read timeout.
 */
final class BoundedStream extends FilterInputStream {

    private final long limit;
    private final Duration time;
    private final LongSupplier nanoTime;
    private final long start;
    private long read;

    /** The time begins now. */
    BoundedStream(InputStream stream, long limit, Duration time, LongSupplier nanoTime) {
        super(stream);
        this.limit = limit;
        this.time = time;
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
        if (nanoTime.getAsLong() - start >= time.toNanos()) {
            throw new IOException(
                    "the server was too slow, and had not sent all of it after " + time.toSeconds() + " s");
        }
    }

    private void count(long more) throws IOException {
        read += more;
        if (read > limit) {
            throw new IOException("it is larger than " + limit + " bytes");
        }
    }
}
