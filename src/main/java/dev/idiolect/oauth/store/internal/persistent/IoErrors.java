package dev.idiolect.oauth.store.internal.persistent;

import dev.idiolect.oauth.store.StoreException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.regex.Pattern;

/** Converts file exceptions to {@link StoreException}s with a readable reason. */
public final class IoErrors {

    private static final Pattern DISK_FULL =
            Pattern.compile("no space left|not enough space|quota exceeded", Pattern.CASE_INSENSITIVE);

    private static final Pattern READ_ONLY_DISK = Pattern.compile("read-only file system", Pattern.CASE_INSENSITIVE);

    // The limits of the process and of the system. See errno(3): EMFILE, ENFILE, ENOMEM.
    private static final Pattern NO_RESOURCES =
            Pattern.compile("too many open files|cannot allocate memory", Pattern.CASE_INSENSITIVE);

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    /** The remedy for a full disk. */
    public static final String FREE_SPACE = ". Free some space on its disk, then try again";

    /** The remedy for a disk that cannot be written. */
    public static final String CHECK_DISK = ". Check that its disk works and can be written, then try again";

    /** The remedy for a process that has no file descriptors or no memory left. */
    public static final String FREE_RESOURCES =
            ". Raise the limits of open files and memory of this process, or close other programs, then try again";

    private IoErrors() {}

    public static StoreException exception(String what, IOException e) {
        String reason = reason(e);
        String remedy = remedy(reason);
        return failure(what + ": " + reason + remedy, !remedy.isEmpty(), e);
    }

    /** Returns a transient or a permanent failure. */
    public static StoreException failure(String message, boolean isTransient, Throwable cause) {
        return isTransient
                ? StoreException.transientFailure(message, cause)
                : StoreException.permanentFailure(message, cause);
    }

    private static String remedy(String reason) {
        if (DISK_FULL.matcher(reason).find()) {
            return FREE_SPACE;
        }
        if (NO_RESOURCES.matcher(reason).find()) {
            return FREE_RESOURCES;
        }
        return READ_ONLY_DISK.matcher(reason).find() ? CHECK_DISK : "";
    }

    /**
     * Returns a name for messages, without invisible characters. Other users may choose names that forge lines of a
     * log.
     */
    public static String printable(Object name) {
        return printable(name.toString(), "?");
    }

    /** Returns a text with a replacement for each invisible character. */
    public static String printable(String text, String replacement) {
        return INVISIBLE.matcher(text).replaceAll(replacement);
    }

    /** Returns the reason in words. The message of some of these exceptions is only a path. */
    public static String reason(IOException e) {
        return printable(reasonOf(e));
    }

    private static String reasonOf(IOException e) {
        if (e instanceof NoSuchFileException missing) {
            return missing.getFile() + " is missing";
        }
        if (e instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile();
        }
        if (e instanceof FileAlreadyExistsException existing) {
            return existing.getFile() + " already exists";
        }
        if (e instanceof NotDirectoryException file) {
            return file.getFile() + " is not a directory";
        }
        if (e instanceof FileSystemException other && other.getReason() != null) {
            return other.getReason();
        }
        if (e instanceof CharacterCodingException) {
            return "not UTF-8";
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
