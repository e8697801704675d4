package dev.idiolect.oauth.store.internal.persistent;

import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.seal.internal.Content;
import dev.idiolect.oauth.seal.internal.SealException;
import dev.idiolect.oauth.seal.internal.Sealer;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.SessionFormatException;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.store.StoreException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Converts sessions and pending logins to the texts of a persistent store, and back. Encrypts them if it has keys. */
public final class StoredTexts {

    static final StoredTexts PLAIN = new StoredTexts(Sealer.PLAIN);

    private final Sealer sealer;

    private StoredTexts(Sealer sealer) {
        this.sealer = sealer;
    }

    /**
     * Returns the texts of a store.
     *
     * @param keys the encryption keys, or null to write plain text
     * @param store the file, directory or name of the store, for messages
     * @throws StoreException if the keys are not available or invalid
     */
    public static StoredTexts of(@Nullable KeySource keys, Object store) {
        try {
            return keys == null ? PLAIN : new StoredTexts(Sealer.of(keys));
        } catch (SealException e) {
            throw StoreException.permanentFailure("Cannot open a session store in " + store + ": " + e.getMessage(), e);
        }
    }

    public String write(OAuthSession session) {
        return sealer.seal(Content.SESSION, session.did(), session.toJson(), StoredSummary.write(session));
    }

    /** Reads a session; {@code where} names its file or row. */
    public OAuthSession read(String text, String where) {
        return parse(open(Content.SESSION, null, text, where), where);
    }

    /** Reads the session of a DID. */
    public OAuthSession read(String text, String did, String where) {
        OAuthSession session = parse(open(Content.SESSION, did, text, where), where);
        if (!session.did().equals(did)) {
            throw StoreException.unreadable(
                    "Cannot read " + where + ": it contains the session of " + session.did() + " instead of that of "
                            + IoErrors.printable(did) + ". It was left unchanged",
                    null);
        }
        return session;
    }

    /**
     * Returns the summary of a session.
     *
     * @param text a plain session, possibly without its secrets, or at least the header of an encrypted session
     * @return the summary, unchecked if the session is encrypted; empty if its header has none
     * @throws StoreException if a plain session cannot be read
     */
    public Optional<SessionSummary> summary(String text, String did, String where) {
        return Content.SESSION.isSealed(text)
                ? StoredSummary.read(did, Sealer.clearText(Content.SESSION, did, text))
                : Optional.of(SessionSummary.of(read(text, did, where)));
    }

    /**
     * Saves a stored session again, unless it {@linkplain #isCurrent is current}. The caller must hold the account's
     * lock.
     *
     * @param text the stored session, empty if there is none
     * @param where the file or row of the session
     * @return whether the session was saved
     */
    public boolean reseal(Optional<String> text, String did, String where, Consumer<OAuthSession> save) {
        Optional<String> old = text.filter(stored -> !isCurrent(stored));
        old.ifPresent(stored -> save.accept(read(stored, did, where)));
        return old.isPresent();
    }

    /** Returns whether a stored session has the form that {@link #write} uses now: with the first key, or plain. */
    public boolean isCurrent(String text) {
        return sealer.isCurrent(Content.SESSION, text);
    }

    /** Returns the id of the key of an encrypted session, unchecked; an empty text if the session is plain or damaged. */
    public static String keyId(String text) {
        return Sealer.keyId(Content.SESSION, text);
    }

    /** Returns the remedy for an unreadable session. If only its key is missing, it must not be deleted. */
    public String remedy(StoreException unreadable, String usual) {
        if (unreadable.isPlainText()) {
            return "Sign in with its account again, or run keys rotate without required encryption if you trust it";
        }
        return unreadable.missingKeyId().map(this::missingKey).orElse(usual);
    }

    private String missingKey(String id) {
        return (sealer.hasKeys()
                        ? "Add the key " + IoErrors.printable(id) + " to the encryption keys"
                        : "Give the store its encryption keys, on the command line with --encryption-keys")
                + "; the session is intact";
    }

    /** Returns the text of a pending login, whose storage key is {@code key}. */
    public String writeLogin(String key, String body) {
        return sealer.seal(Content.PENDING_LOGIN, key, body);
    }

    public String readLogin(String key, String text) {
        return open(Content.PENDING_LOGIN, key, text, "a pending login");
    }

    private static OAuthSession parse(String json, String where) {
        try {
            return OAuthSession.fromJson(json);
        } catch (SessionFormatException e) {
            throw StoreException.unreadable(
                    "Cannot read " + where + ": " + e.getMessage() + ". It was left unchanged", e);
        }
    }

    private String open(Content content, @Nullable String owner, String text, String where) {
        try {
            return sealer.open(content, owner, text);
        } catch (SealException e) {
            String message = "Cannot read " + where + ": " + e.getMessage()
                    + (content == Content.SESSION ? ". It was left unchanged" : "");
            if (e.isPlainText()) {
                throw StoreException.plainText(message, e);
            }
            throw e.missingKeyId()
                    .map(key -> StoreException.missingKey(key, e.isTransient(), message, e))
                    .orElseGet(() -> e.isTextFault()
                            ? StoreException.unreadable(message, e)
                            : StoreException.permanentFailure(message, e));
        }
    }
}
