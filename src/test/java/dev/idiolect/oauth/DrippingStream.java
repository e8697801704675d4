package dev.idiolect.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.time.Duration;

/** An endless body. Each read takes a fixed time on the clock of this stream. */
public final class DrippingStream extends InputStream {

    private final int bytesEach;
    private final Duration timeEach;
    private long now = 42;
    private int reads;
    private long bytes;
    private boolean closed;

    public DrippingStream(int bytesEach, Duration timeEach) {
        this.bytesEach = bytesEach;
        this.timeEach = timeEach;
    }

    /** Returns the time of this clock, like {@link System#nanoTime()}. */
    public long now() {
        return now;
    }

    public int reads() {
        return reads;
    }

    public long bytes() {
        return bytes;
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public int read() {
        throw new AssertionError("one byte at a time");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        assertThat(++reads).as("reads").isLessThan(10_000);
        now += timeEach.toNanos();
        int given = Math.min(bytesEach, length);
        bytes += given;
        return given;
    }

    @Override
    public void close() {
        closed = true;
    }
}
