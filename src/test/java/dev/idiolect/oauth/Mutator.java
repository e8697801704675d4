package dev.idiolect.oauth;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes new inputs out of known ones. */
final class Mutator {

    private static final String[] WORDS = {
        "\u0000",
        "\"",
        "\\",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        ";",
        "=",
        "%",
        "%3A",
        "%00",
        "%ff",
        "/",
        "//",
        "..",
        "?",
        "#",
        "@",
        "null",
        "true",
        "-1",
        "0",
        "1e400",
        "NaN",
        "99999999999999999999",
        "\r\n",
        "\n",
        " ",
        "\t",
        "\\u0000",
        "\\ud800",
        "\ufffd\ufffd",
        "\u212a",
        "\u0130",
        "\u3002",
        "\ufeff",
        "did:plc:",
        "did:web:",
        "at://",
        "https://",
        "http://[::1]:",
        "xn--",
        "eyJ",
        "Bearer ",
        "DPoP ",
        "error=\"",
        "gzip",
        "chunked",
        "Content-Length: ",
        "HTTP/1.1 ",
        "\"kty\":\"EC\"",
        "\"crv\":\"P-256\"",
        "\"d\":\"",
        "\"x\":\"\"",
        "AAAA",
        "."
    };

    private final Random random;
    private final List<byte[]> corpus;

    Mutator(Random random, List<byte[]> corpus) {
        this.random = random;
        this.corpus = corpus;
    }

    byte[] next(int maxLength) {
        byte[] input = any();
        for (int changes = 1 + random.nextInt(random.nextInt(8) + 1); changes > 0; changes--) {
            input = changed(input);
        }
        return input.length <= maxLength ? input : Arrays.copyOf(input, maxLength);
    }

    private byte[] any() {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private byte[] changed(byte[] input) {
        int from = random.nextInt(input.length + 1);
        int to = Math.min(input.length, from + random.nextInt(1 << random.nextInt(8)));
        return switch (random.nextInt(9)) {
            case 0 -> flipped(input);
            case 1 -> with(input, from, to, new byte[0]);
            case 2 -> with(input, from, from, word());
            case 3 -> with(input, from, to, word());
            case 4 -> with(input, from, from, part(any()));
            case 5 -> with(input, from, to, part(input));
            case 6 -> Arrays.copyOf(input, from);
            case 7 -> with(input, from, from, randomBytes());
            // Rarely, as long inputs are slow and find little else.
            default ->
                random.nextInt(10) > 0
                        ? flipped(input)
                        : with(input, from, to, repeated(random.nextBoolean() ? word() : part(input)));
        };
    }

    private byte[] flipped(byte[] input) {
        byte[] changed = input.clone();
        if (changed.length > 0) {
            int at = random.nextInt(changed.length);
            changed[at] = (byte) (random.nextBoolean() ? changed[at] ^ 1 << random.nextInt(8) : random.nextInt(256));
        }
        return changed;
    }

    private byte[] part(byte[] input) {
        int from = random.nextInt(input.length + 1);
        return Arrays.copyOfRange(input, from, from + random.nextInt(input.length - from + 1));
    }

    private byte[] word() {
        return WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.UTF_8);
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] repeated(byte[] part) {
        int length = 1 << random.nextInt(18);
        byte[] repeated = new byte[part.length == 0 ? 0 : length];
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = part[i % part.length];
        }
        return repeated;
    }

    private static byte[] with(byte[] input, int from, int to, byte[] middle) {
        byte[] changed = Arrays.copyOf(input, from + middle.length + input.length - to);
        System.arraycopy(middle, 0, changed, from, middle.length);
        System.arraycopy(input, to, changed, from + middle.length, input.length - to);
        return changed;
    }
}
