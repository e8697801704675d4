package dev.idiolect.oauth.rest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;

/** A byte buffer with a size limit. */
final class BoundedBytes extends OutputStream {

    /** Thrown when the limit is exceeded. */
    static final class LimitExceededException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    // The longest array that every JVM can allocate.
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    BoundedBytes(long limit) {
        this.limit = (int) Math.min(limit, MAX_ARRAY);
    }

    /** Reads a stream to its end and closes it. */
    byte[] read(InputStream stream) throws IOException {
        try (stream) {
            stream.transferTo(this);
        }
        return bytes.toByteArray();
    }

    /** Reads a reader to its end and closes it. Each character counts as at least one byte. */
    static String read(Reader reader, long limit) throws IOException {
        StringBuilder text = new StringBuilder();
        char[] buffer = new char[8192];
        try (reader) {
            for (int n = reader.read(buffer); n != -1; n = reader.read(buffer)) {
                text.append(buffer, 0, n);
                if (text.length() > limit) {
                    throw new LimitExceededException();
                }
            }
        }
        return text.toString();
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }

    @Override
    public void write(int b) throws IOException {
        requireRoom(1);
        bytes.write(b);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        requireRoom(length);
        bytes.write(source, offset, length);
    }

    private void requireRoom(int length) throws LimitExceededException {
        if (length > limit - bytes.size()) {
            throw new LimitExceededException();
        }
    }
}
