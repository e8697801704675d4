package dev.idiolect.oauth.checks;

import dev.idiolect.oauth.xrpc.BlobRef;
import jakarta.json.bind.annotation.JsonbProperty;

/** A record with a blob; its property names are right only with JSON-B. */
public record StoredImage(@JsonbProperty("$type") String type, BlobRef image) {

    static final String TYPE = "dev.idiolect.test.image";
}
