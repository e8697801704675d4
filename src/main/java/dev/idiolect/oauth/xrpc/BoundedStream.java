package dev.idiolect.oauth.xrpc;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that fails after a number of bytes: a server's answer must not fill the memory. */
final class BoundedStream extends FilterInputStream {

    private final long limit;
    private long read;

    BoundedStream(InputStream stream, long limit) {
        super(stream);
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        if (b >= 0) {
            count(1);
        }
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = super.read(buffer, offset, length);
        if (n > 0) {
            count(n);
        }
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = super.skip(n);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long more) throws IOException {
        read += more;
        if (read > limit) {
            throw new IOException("The server's answer is larger than " + limit + " bytes");
        }
    }
}
