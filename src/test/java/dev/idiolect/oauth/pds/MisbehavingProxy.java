package dev.idiolect.oauth.pds;

import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.FakeResponse;
import dev.idiolect.oauth.testkit.internal.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** What proxies, CDNs and firewalls in front of a server do: a fault for each, for {@link FakePds#fail}. */
public enum MisbehavingProxy implements Fault {
    HTML_200(blocks(200, "text/html", Text.HTML)),
    HTML_403(blocks(403, "text/html", Text.HTML)),
    HTML_404(blocks(404, "text/html", Text.HTML)),
    HTML_429(blocks(429, "text/html", Text.HTML)),
    HTML_500(blocks(500, "text/html", Text.HTML)),
    HTML_503(blocks(503, "text/html", Text.HTML)),
    HTML_AS_JSON_200(blocks(200, "application/json", Text.HTML)),
    EMPTY_200(blocks(200, "application/json", "")),
    EMPTY_401(blocks(401, "text/plain", "")),
    EMPTY_403(blocks(403, "text/plain", "")),
    EMPTY_404(blocks(404, "text/plain", "")),
    EMPTY_429(blocks(429, "text/plain", "")),
    EMPTY_500(blocks(500, "text/plain", "")),
    EMPTY_503(blocks(503, "text/plain", "")),
    TEXT_400(blocks(400, "text/plain", "400 Bad Request")),
    TEXT_403(blocks(403, "text/plain", "error code: 1020")),
    ARRAY_200(blocks(200, "application/json", "[]")),
    ARRAY_404(blocks(404, "application/json", "[]")),

    BYTE_ORDER_MARK(alters(json -> joined(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, json))),
    BLANKS(alters(json -> joined(" \t\r\n\n\0".getBytes(StandardCharsets.UTF_8), json))),
    SCRIPT_GUARD(alters(json -> joined(")]}',\n".getBytes(StandardCharsets.UTF_8), json))),
    UTF_16(alters(json -> new String(json, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16))),
    GZIP(alters(MisbehavingProxy::gzip, "gzip")),
    X_GZIP(alters(MisbehavingProxy::gzip, "x-gzip")),
    GZIP_UNNAMED(alters(MisbehavingProxy::gzip)),
    GZIP_ONLY_NAMED(alters(json -> json, "gzip")),
    DEFLATE(alters(json -> deflate(json, false), "deflate")),
    RAW_DEFLATE(alters(json -> deflate(json, true), "deflate")),

    BROTLI(alters(json -> new byte[] {(byte) 0x8b, 0x02, (byte) 0x80, 0x7b, 0x7d, 0x03}, "br")),
    HTML_200_AFTER_WORK(afterWork(blocks(200, "text/html", Text.HTML))),
    HTML_404_AFTER_WORK(afterWork(blocks(404, "text/html", Text.HTML))),
    HTML_502_AFTER_WORK(afterWork(blocks(502, "text/html", Text.HTML))),
    EMPTY_200_AFTER_WORK(afterWork(blocks(200, "application/json", "")));

    private static final class Text {
        static final String HTML = "<!DOCTYPE html><html><title>Attention Required!</title></html>";
    }

    @FunctionalInterface
    private interface Change {
        byte[] apply(byte[] json);
    }

    private final Fault fault;

    MisbehavingProxy(Fault fault) {
        this.fault = fault;
    }

    /** Returns those that respond in the server's place: no request reaches the server. */
    public static Set<MisbehavingProxy> blocking() {
        return EnumSet.range(HTML_200, ARRAY_404);
    }

    /** Returns those that pass the request on and dress the response up, without a loss. */
    public static Set<MisbehavingProxy> altering() {
        return EnumSet.range(BYTE_ORDER_MARK, RAW_DEFLATE);
    }

    /** Returns those that pass the request on and lose the response: the server has done its work. */
    public static Set<MisbehavingProxy> losing() {
        return EnumSet.range(BROTLI, EMPTY_200_AFTER_WORK);
    }

    @Override
    public FakeResponse apply(Call call) throws InterruptedException {
        return fault.apply(call);
    }

    private static Fault blocks(int status, String contentType, String body) {
        return call -> FakeResponse.text(status, contentType, body);
    }

    private static Fault afterWork(Fault response) {
        return call -> {
            call.process().get();
            return response.apply(call);
        };
    }

    private static Fault alters(Change change, String... coding) {
        return call -> {
            FakeResponse response = call.process().get();
            byte[] body = change.apply(response.bytes());
            FakeResponse altered = response.withBody(body.length, out -> out.write(body));
            Arrays.stream(coding).forEach(name -> altered.header("Content-Encoding", name));
            return altered;
        };
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    private static byte[] gzip(byte[] json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] deflate(byte[] json, boolean raw) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream deflate = new DeflaterOutputStream(bytes, new Deflater(Deflater.DEFAULT_COMPRESSION, raw))) {
            deflate.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
