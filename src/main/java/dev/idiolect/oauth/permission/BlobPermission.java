package dev.idiolect.oauth.permission;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;

/**
 * Permission to upload blobs: {@code blob?accept=image/*&accept=video/mp4}. MIME types are compared without regard to
 * case.
 *
 * @see <a href="https://atproto.com/specs/permission#blob">AT Protocol: blob permission</a>
 */
public final class BlobPermission extends ScopeText implements Permission {

    static final String RESOURCE = "blob";
    static final String POSITIONAL = "accept";

    private static final Rule ACCEPT =
            new Rule(POSITIONAL, MimeRange::isValid, "a MIME type, such as image/png, or image/* or " + MimeRange.ALL);

    private final Set<String> ranges;

    private BlobPermission(Set<String> ranges) {
        super(text(ranges));
        this.ranges = Collections.unmodifiableSet(ranges);
    }

    static BlobPermission read(ScopeValue value) {
        value.allowOnly(ACCEPT);
        return new BlobPermission(MimeRange.simplified(value.required(ACCEPT)));
    }

    /** Returns the text that a builder parses. It may be invalid. */
    static String text(Collection<String> ranges) {
        return new CanonicalScope(RESOURCE).positional(POSITIONAL, ranges).text();
    }

    /**
     * Returns the allowed MIME types ({@code accept}).
     *
     * @return MIME types and ranges, in lower case and in alphabetical order, such as {@code image/*}
     */
    public Set<String> accept() {
        return ranges;
    }

    /**
     * Returns whether this allows an upload.
     *
     * @param mimeType the MIME type of the blob; parameters such as {@code charset} are ignored
     * @return whether it is allowed; false for a range and for an invalid type
     */
    public boolean allows(String mimeType) {
        return MimeRange.anyContains(ranges, mimeType);
    }
}
