package dev.idiolect.oauth.rest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;

/** Keeps what is written to it, and fails rather than keep more than a limit. */
final class BoundedBytes extends OutputStream {

    /** More came than the limit allows. */
    static final class TooMany extends IOException {
        private static final long serialVersionUID = 1L;
    }

    // The longest array that every JVM can make.
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    BoundedBytes(long limit) {
        this.limit = (int) Math.min(limit, LONGEST);
    }

    /** Reads a stream to its end and closes it. */
    byte[] read(InputStream stream) throws IOException {
        try (stream) {
            stream.transferTo(this);
        }
        return bytes.toByteArray();
    }

    /** Reads a reader to its end and closes it; each character counts for one at least of the limit's bytes. */
    static String read(Reader reader, long limit) throws IOException {
        StringBuilder text = new StringBuilder();
        char[] buffer = new char[8192];
        try (reader) {
            for (int n = reader.read(buffer); n != -1; n = reader.read(buffer)) {
                text.append(buffer, 0, n);
                if (text.length() > limit) {
                    throw new TooMany();
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
        room(1);
        bytes.write(b);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        room(length);
        bytes.write(source, offset, length);
    }

    private void room(int more) throws TooMany {
        if (more > limit - bytes.size()) {
            throw new TooMany();
        }
    }
}
