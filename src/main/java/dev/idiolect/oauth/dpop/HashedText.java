package dev.idiolect.oauth.dpop;

import dev.idiolect.oauth.internal.http.Base64Url;
import java.lang.ref.WeakReference;

/** A secret text and its hash. References the text weakly. Not a record, because the text is a secret. */
final class HashedText {

    private final transient WeakReference<String> text;
    private final String hash;

    HashedText(String ascii) {
        text = new WeakReference<>(ascii);
        hash = Base64Url.sha256(ascii);
    }

    /** Returns whether the text equals another one. Returns false after the text was garbage-collected. */
    boolean isOf(String other) {
        return other.equals(text.get());
    }

    String hash() {
        return hash;
    }
}
