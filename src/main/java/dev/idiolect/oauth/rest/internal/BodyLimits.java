package dev.idiolect.oauth.rest.internal;

import java.time.Duration;

/** Limits of a response that this library reads or decompresses for a call. */
public final class BodyLimits {

    // 50 records, the default page, of 150 KiB each, the most that the reference server accepts in a request.
    // Parsed JSON can take forty times its size in memory.
    public static final int MAX_BYTES = 8 * 1024 * 1024;

    public static final Duration MAX_TIME = Duration.ofSeconds(30);

    private BodyLimits() {}
}
