package dev.idiolect.oauth.checks;

/** The application's type for the result of a write. */
public class Written {

    private String uri;

    public String getUri() {
        return uri;
    }

    public void setUri(String value) {
        uri = value;
    }

    @Override
    public String toString() {
        return "Written " + uri;
    }
}
