package dev.idiolect.oauth.testkit.internal;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A response of a fake server. Not thread-safe. */
public final class FakeResponse {

    /** Writes a body at its own pace. */
    @FunctionalInterface
    public interface Body {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    private final int status;
    private final List<Map.Entry<String, String>> headers = new ArrayList<>();
    private final long length;
    private final Body body;
    private final byte[] bytes;

    private FakeResponse(int status, long length, Body body, byte[] bytes) {
        this.status = status;
        this.length = length;
        this.body = body;
        this.bytes = bytes;
    }

    /** Returns a response with a JSON body. */
    public static FakeResponse json(int status, JsonObject json) {
        return text(status, "application/json; charset=utf-8", json.toString());
    }

    /** Returns a response with a text body. */
    public static FakeResponse text(int status, String contentType, String text) {
        return bytes(status, contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a response with a body of any type. */
    public static FakeResponse bytes(int status, String contentType, byte[] bytes) {
        return new FakeResponse(status, bytes.length, out -> out.write(bytes), bytes)
                .header("Content-Type", contentType);
    }

    /** Returns a response whose body has this length and is written at its own pace. */
    public static FakeResponse streamed(int status, String contentType, long length, Body body) {
        return new FakeResponse(status, length, body, new byte[0]).header("Content-Type", contentType);
    }

    /** Returns no response: the connection is closed. */
    public static FakeResponse cut() {
        return new FakeResponse(0, 0, out -> {}, new byte[0]);
    }

    /** Returns an XRPC error. */
    public static FakeResponse xrpcError(int status, String error, String message) {
        return json(status, Jsons.object("error", error, "message", message));
    }

    /** Returns an OAuth error. */
    public static FakeResponse oauthError(int status, String error, String description) {
        return json(status, Jsons.object("error", error, "error_description", description));
    }

    /** Adds a header line. */
    public FakeResponse header(String name, String value) {
        headers.add(Map.entry(name, value));
        return this;
    }

    /** Removes all lines of a header. */
    public FakeResponse without(String name) {
        headers.removeIf(header -> header.getKey().equalsIgnoreCase(name));
        return this;
    }

    /** Replaces the body and keeps status and headers. */
    public FakeResponse withBody(long newLength, Body newBody) {
        FakeResponse changed = new FakeResponse(status, newLength, newBody, new byte[0]);
        changed.headers.addAll(headers);
        return changed;
    }

    /** Replaces the status and keeps headers and body. */
    public FakeResponse withStatus(int newStatus) {
        FakeResponse changed = new FakeResponse(newStatus, length, body, bytes);
        changed.headers.addAll(headers);
        return changed;
    }

    /** Replaces the body by JSON and keeps status and headers. */
    public FakeResponse withJson(JsonObject json) {
        byte[] changed = json.toString().getBytes(StandardCharsets.UTF_8);
        FakeResponse response = new FakeResponse(status, changed.length, out -> out.write(changed), changed);
        response.headers.addAll(headers);
        return response;
    }

    public int status() {
        return status;
    }

    public List<Map.Entry<String, String>> headers() {
        return headers;
    }

    /** Returns the body, unless it is streamed. */
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
