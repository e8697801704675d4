package dev.idiolect.oauth;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds secrets in logs and heaps, in all usual encodings. */
public final class SecretSearch {

    /**
     * A secret that was found.
     *
     * @param name the name of the secret, never the secret itself
     * @param position its index in the searched bytes
     */
    public record Hit(String name, int position) {}

    private record Pattern(String name, byte[] bytes) {}

    /** The end of a long secret is searched for too, because logs shorten texts. */
    private static final int END = 24;

    private static final List<Charset> IN_MEMORY =
            List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

    private final Map<Integer, List<Pattern>> patterns = new HashMap<>();
    // Of the first two bytes: most positions of a large file are skipped by it.
    private final BitSet starts = new BitSet(1 << 16);

    private SecretSearch() {}

    /**
     * Searches for secrets as they are, URL-encoded, in Base64, in hexadecimal and as lists of bytes.
     *
     * @param secrets names by secret
     */
    public static SecretSearch inLogs(Map<String, String> secrets) {
        SecretSearch search = new SecretSearch();
        secrets.forEach((secret, name) ->
                texts(secret).forEach(text -> search.add(name, text.getBytes(StandardCharsets.ISO_8859_1))));
        return search;
    }

    /**
     * Searches for secrets as strings and as arrays of bytes or characters.
     *
     * @param secrets names by secret
     */
    public static SecretSearch inHeaps(Map<String, String> secrets) {
        SecretSearch search = new SecretSearch();
        secrets.forEach((secret, name) -> IN_MEMORY.forEach(charset -> search.add(name, secret.getBytes(charset))));
        return search;
    }

    private void add(String name, byte[] bytes) {
        if (bytes.length < 8) {
            throw new IllegalArgumentException("too short to search for: " + name);
        }
        starts.set(pair(bytes, 0));
        patterns.computeIfAbsent(start(bytes, 0), start -> new ArrayList<>()).add(new Pattern(name, bytes));
    }

    private static Set<String> texts(String secret) {
        Set<String> texts = new LinkedHashSet<>();
        texts.add(secret);
        texts.add(secret.substring(Math.max(0, secret.length() - END)));
        texts.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        for (int before = 0; before < 3; before++) {
            String encoded = base64(bytes, before);
            texts.add(encoded);
            texts.add(encoded.replace('+', '-').replace('/', '_'));
        }
        texts.add(HexFormat.of().formatHex(bytes));
        texts.add(HexFormat.of().withUpperCase().formatHex(bytes));
        texts.add(Arrays.toString(bytes).replaceAll("[\\[\\]]", ""));
        return texts;
    }

    /** Returns the part of a Base64 text that does not depend on what stands before and after the secret. */
    private static String base64(byte[] secret, int before) {
        byte[] padded = new byte[before + secret.length];
        System.arraycopy(secret, 0, padded, before, secret.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(padded);
        return encoded.substring((before * 8 + 5) / 6, padded.length * 8 / 6);
    }

    /** Returns each secret in the bytes, with the position of its first byte. */
    public List<Hit> in(byte[] bytes) {
        List<Hit> hits = new ArrayList<>();
        for (int i = 0; i <= bytes.length - 4; i++) {
            if (starts.get(pair(bytes, i))) {
                for (Pattern pattern : patterns.getOrDefault(start(bytes, i), List.of())) {
                    int end = i + pattern.bytes.length;
                    if (end <= bytes.length && Arrays.equals(bytes, i, end, pattern.bytes, 0, pattern.bytes.length)) {
                        hits.add(new Hit(pattern.name, i));
                    }
                }
            }
        }
        return hits;
    }

    private static int pair(byte[] bytes, int index) {
        return (bytes[index] & 0xff) << 8 | bytes[index + 1] & 0xff;
    }

    private static int start(byte[] bytes, int index) {
        return pair(bytes, index) << 16 | pair(bytes, index + 2);
    }
}
