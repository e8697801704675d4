package dev.idiolect.oauth.store.file;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.internal.persistent.IoErrors;
import dev.idiolect.oauth.store.internal.persistent.StoredTexts;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Lists the readable sessions of a directory. */
final class FilePages {

    private static final Logger LOG = System.getLogger(FilesystemOAuthTokenStore.class.getName());

    private final SessionFiles files;
    private final StoredTexts texts;
    private final NameCache names;

    FilePages(SessionFiles files, StoredTexts texts) {
        this.files = files;
        this.texts = texts;
        this.names = new NameCache(
                () -> files.names(SessionFileName.SUFFIX), this::session, NameCache.MAX_NAMES, System::nanoTime);
    }

    /** Returns the sorted DIDs of the readable sessions. */
    List<String> dids() throws IOException {
        List<String> dids = new ArrayList<>();
        for (String name : files.names(SessionFileName.SUFFIX)) {
            session(name).map(OAuthSession::did).ifPresent(dids::add);
        }
        Collections.sort(dids);
        return Collections.unmodifiableList(dids);
    }

    /** Returns a page. It is empty only after the last session. */
    List<SessionSummary> page(String after, int limit) throws IOException {
        return names.page(after, limit);
    }

    private Optional<OAuthSession> session(String name) {
        String reason;
        try {
            OAuthSession session = texts.read(files.read(name), IoErrors.printable(files.path(name)));
            String expectedName = SessionFileName.of(session.did());
            if (expectedName.equals(name)) {
                return Optional.of(session);
            }
            reason = "it contains the session of " + session.did() + ", which belongs in " + expectedName;
        } catch (NoSuchFileException e) {
            return Optional.empty(); // Deleted since the directory was listed.
        } catch (IOException e) {
            reason = IoErrors.reason(e);
        } catch (StoreException e) {
            reason = e.getMessage();
        }
        LOG.log(
                Level.WARNING,
                "IDOA-0201: Omitted from the list of accounts: {0}: {1}",
                IoErrors.printable(files.path(name)),
                reason);
        return Optional.empty();
    }
}
