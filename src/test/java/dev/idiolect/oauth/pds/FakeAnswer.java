package dev.idiolect.oauth.pds;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a fake server replies; not for two threads at once. */
public final class FakeAnswer {

    /** Writes a body in its own time. */
    @FunctionalInterface
    public interface Body {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    private final int status;
    private final List<Map.Entry<String, String>> headers = new ArrayList<>();
    private final long length;
    private final Body body;
    private final byte[] bytes;

    private FakeAnswer(int status, long length, Body body, byte[] bytes) {
        this.status = status;
        this.length = length;
        this.body = body;
        this.bytes = bytes;
    }

    /** An answer with a JSON body. */
    public static FakeAnswer json(int status, JsonObject json) {
        return text(status, "application/json; charset=utf-8", json.toString());
    }

    /** An answer with any text for its body. */
    public static FakeAnswer text(int status, String contentType, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new FakeAnswer(status, bytes.length, out -> out.write(bytes), bytes).header("Content-Type", contentType);
    }

    /** An answer whose body of the given length is written bit by bit. */
    public static FakeAnswer streamed(int status, String contentType, long length, Body body) {
        return new FakeAnswer(status, length, body, new byte[0]).header("Content-Type", contentType);
    }

    /** No answer: the connection is closed. */
    public static FakeAnswer cut() {
        return new FakeAnswer(0, 0, out -> {}, new byte[0]);
    }

    /** An XRPC error. */
    public static FakeAnswer xrpcError(int status, String error, String message) {
        return json(status, Jsons.object("error", error, "message", message));
    }

    /** An OAuth error. */
    public static FakeAnswer oauthError(int status, String error, String description) {
        return json(status, Jsons.object("error", error, "error_description", description));
    }

    /** Adds a header line. */
    public FakeAnswer header(String name, String value) {
        headers.add(Map.entry(name, value));
        return this;
    }

    /** Takes all lines of a header away. */
    public FakeAnswer without(String name) {
        headers.removeIf(header -> header.getKey().equalsIgnoreCase(name));
        return this;
    }

    /** The same status and headers with another body. */
    public FakeAnswer withBody(long newLength, Body newBody) {
        FakeAnswer changed = new FakeAnswer(status, newLength, newBody, new byte[0]);
        changed.headers.addAll(headers);
        return changed;
    }

    /** The same status and headers with another JSON body. */
    public FakeAnswer withJson(JsonObject json) {
        byte[] changed = json.toString().getBytes(StandardCharsets.UTF_8);
        FakeAnswer answer = new FakeAnswer(status, changed.length, out -> out.write(changed), changed);
        answer.headers.addAll(headers);
        return answer;
    }

    public int status() {
        return status;
    }

    public List<Map.Entry<String, String>> headers() {
        return headers;
    }

    /** The body, unless it is streamed. */
    public byte[] bytes() {
        return bytes;
    }

    boolean isCut() {
        return status == 0;
    }

    boolean has(String name) {
        return headers.stream().anyMatch(header -> header.getKey().equalsIgnoreCase(name));
    }

    long length() {
        return length;
    }

    Body body() {
        return body;
    }
}
