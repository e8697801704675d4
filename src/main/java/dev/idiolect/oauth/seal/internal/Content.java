package dev.idiolect.oauth.seal.internal;

/** The kind of content of a sealed text. The header names it ({@code cty}). */
public enum Content {
    /** The JSON of a session; its owner is the DID. */
    SESSION("idiolect-session") {
        @Override
        public boolean isSealed(String stored) {
            return stored.startsWith(PREFIX);
        }

        @Override
        boolean canBePlain(String stored) {
            return true; // The parser of sessions reports the error.
        }

        @Override
        String remedy() {
            return "If an attacker may have replaced it, sign in with its account again. If it is an old plain session,"
                    + " encrypt it: set idiolect.oauth.encryption.required=false, run idiolect oauth keys rotate, and"
                    + " set it to true again";
        }
    },

    /** The data of a pending login; its owner is its key in the store. Without encryption keys, it may be any text. */
    PENDING_LOGIN("idiolect-pending-login") {
        @Override
        public boolean isSealed(String stored) {
            return stored.startsWith(PREFIX) && SealedText.isOurs(stored);
        }

        @Override
        boolean canBePlain(String stored) {
            return stored.startsWith("{");
        }

        @Override
        String remedy() {
            return "Start the sign-in again";
        }
    };

    /** The beginning of a compact JWE: a JSON object in Base64. */
    private static final String PREFIX = "eyJ";

    private final String type;

    Content(String type) {
        this.type = type;
    }

    String type() {
        return type;
    }

    /** Returns whether a stored text looks like an encrypted one of this kind. */
    public abstract boolean isSealed(String stored);

    abstract boolean canBePlain(String stored);

    /** Returns the remedy for a plain text, if encryption is required. */
    abstract String remedy();
}
