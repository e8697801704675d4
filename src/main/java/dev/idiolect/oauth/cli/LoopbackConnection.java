package dev.idiolect.oauth.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A connection for one request. Not thread-safe. */
final class LoopbackConnection {

    private static final String END = "\r\n\r\n";
    private static final int MAX_HEAD = 16 * 1024;

    private enum State {
        READING,
        WAITING,
        REPLIED
    }

    private final SocketChannel channel;
    private final long openedAt = System.nanoTime();
    private ByteBuffer received = ByteBuffer.allocate(1024);
    private State state = State.READING;
    private boolean ended;

    LoopbackConnection(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Reads the available bytes, and returns the head once it is complete. Closes the connection if the head is
     * invalid.
     */
    @Nullable
    RequestHead read() {
        try {
            if (state == State.READING) {
                return readHead();
            }
            // Closing a connection with unread bytes resets it, and the browser may lose the response.
            received.clear();
            ended = channel.read(received) < 0;
            if (ended && state == State.REPLIED) {
                close();
            }
        } catch (IOException e) {
            close();
        }
        return null;
    }

    private @Nullable RequestHead readHead() throws IOException {
        int from = Math.max(0, received.position() - END.length() + 1);
        ended = channel.read(received) < 0;
        int end = text(from).indexOf(END);
        if (end >= 0) {
            RequestHead head = RequestHead.parse(text(0).substring(0, from + end));
            if (head != null) {
                state = State.WAITING;
                return head;
            }
            close();
        } else if (ended || received.position() == MAX_HEAD) {
            close();
        } else if (!received.hasRemaining()) {
            received = ByteBuffer.allocate(MAX_HEAD).put(received.flip());
        }
        return null;
    }

    private String text(int from) {
        return new String(received.array(), from, received.position() - from, StandardCharsets.ISO_8859_1);
    }

    /** Sends the response. It is small enough for the connection's empty buffer, so this does not wait. */
    void send(byte[] response) {
        try {
            channel.write(ByteBuffer.wrap(response));
            channel.shutdownOutput();
            state = State.REPLIED;
        } catch (IOException e) {
            close();
        }
    }

    boolean isWaitingForReply() {
        return state == State.WAITING && channel.isOpen();
    }

    /** Returns whether the client has closed its side of the connection. */
    boolean isEnded() {
        return ended;
    }

    boolean isOlderThan(long nanoTime) {
        return openedAt - nanoTime < 0;
    }

    boolean isClosed() {
        return !channel.isOpen();
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The connection is already unusable.
        }
    }
}
