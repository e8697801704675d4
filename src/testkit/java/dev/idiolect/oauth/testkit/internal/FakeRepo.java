package dev.idiolect.oauth.testkit.internal;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Records and blobs in memory. */
final class FakeRepo {

    private static final String TID_DIGITS = "234567abcdefghijklmnopqrstuvwxyz";

    /** An uploaded file. */
    static final class Blob {

        private final String mimeType;
        private final byte[] bytes;

        private Blob(String mimeType, byte[] bytes) {
            this.mimeType = mimeType;
            this.bytes = bytes;
        }

        String mimeType() {
            return mimeType;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /** Records by DID and collection, and then by record key. */
    private final Map<String, TreeMap<String, JsonObject>> collections = new TreeMap<>();

    /** Blobs by DID and content identifier. */
    private final Map<String, Blob> blobs = new HashMap<>();

    private final AtomicLong clock = new AtomicLong(System.currentTimeMillis() * 1000);

    /** Returns all values of an account, oldest record key first within each collection. */
    synchronized List<JsonObject> records(String did) {
        return collections.entrySet().stream()
                .filter(collection -> collection.getKey().startsWith(did + "/"))
                .flatMap(collection -> collection.getValue().values().stream())
                .map(record -> record.getJsonObject("value"))
                .toList();
    }

    /** Returns all values of a collection, oldest record key first. */
    synchronized List<JsonObject> records(String did, String collection) {
        return collections.getOrDefault(did + "/" + collection, new TreeMap<>()).values().stream()
                .map(record -> record.getJsonObject("value"))
                .toList();
    }

    synchronized List<String> collections(String did) {
        return collections.entrySet().stream()
                .filter(collection -> collection.getKey().startsWith(did + "/")
                        && !collection.getValue().isEmpty())
                .map(collection -> collection.getKey().substring(did.length() + 1))
                .toList();
    }

    /** Writes a record and returns its {@code uri} and {@code cid}. */
    synchronized JsonObject put(String did, String collection, String rkey, JsonObject value) {
        String uri = "at://" + did + "/" + collection + "/" + rkey;
        JsonObject record = Jsons.object("uri", uri, "cid", cid(value.toString()), "value", value);
        collections
                .computeIfAbsent(did + "/" + collection, name -> new TreeMap<>())
                .put(rkey, record);
        return record;
    }

    synchronized Optional<JsonObject> get(String did, String collection, String rkey) {
        return Optional.ofNullable(collections
                .getOrDefault(did + "/" + collection, new TreeMap<>())
                .get(rkey));
    }

    synchronized boolean delete(String did, String collection, String rkey) {
        return collections.getOrDefault(did + "/" + collection, new TreeMap<>()).remove(rkey) != null;
    }

    /** Returns a page of a collection below the cursor, newest record key first. */
    synchronized JsonObject list(String did, String collection, int limit, String cursor, boolean reverse) {
        TreeMap<String, JsonObject> all = collections.getOrDefault(did + "/" + collection, new TreeMap<>());
        var ordered = reverse ? all : all.descendingMap();
        List<Map.Entry<String, JsonObject>> page = (cursor == null ? ordered : ordered.tailMap(cursor, false))
                .entrySet().stream().limit(limit).toList();
        return Jsons.object(
                "records",
                page.stream().map(Map.Entry::getValue).toList(),
                "cursor",
                page.isEmpty() ? null : page.get(page.size() - 1).getKey());
    }

    JsonObject commit() {
        String rev = tid();
        return Jsons.object("cid", cid(rev), "rev", rev);
    }

    /** Returns a new record key, greater than all before. */
    String tid() {
        long value = clock.incrementAndGet() << 10;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 13; i++) {
            text.append(TID_DIGITS.charAt((int) (value & 31)));
            value >>>= 5;
        }
        return text.reverse().toString();
    }

    /** Returns a text in the form of a content identifier, the same for the same input. */
    static String cid(String text) {
        byte[] hash = FakeSecrets.sha256(text).getBytes(StandardCharsets.US_ASCII);
        StringBuilder cid = new StringBuilder("bafyrei");
        for (int i = 0; i < 52; i++) {
            cid.append("abcdefghijklmnopqrstuvwxyz234567".charAt((hash[i % hash.length] + i / hash.length) & 31));
        }
        return cid.toString();
    }

    /** Stores a blob and returns its reference, which records contain. */
    synchronized JsonObject upload(String did, String mimeType, byte[] bytes) {
        String cid = cid(new String(bytes, StandardCharsets.ISO_8859_1)).replaceFirst("^bafyrei", "bafkrei");
        blobs.put(did + "/" + cid, new Blob(mimeType, bytes));
        return Jsons.object(
                "$type", "blob", "ref", Jsons.object("$link", cid), "mimeType", mimeType, "size", bytes.length);
    }

    /** Returns a blob. Like the real PDS, it serves only blobs that a record contains. */
    synchronized Optional<Blob> blob(String did, String cid) {
        String link = "\"$link\":\"" + cid + "\"";
        return records(did).stream().anyMatch(record -> record.toString().contains(link))
                ? Optional.ofNullable(blobs.get(did + "/" + cid))
                : Optional.empty();
    }

    /** Copies the repository of an account to the PDS that it moves to. */
    synchronized void copyTo(FakeRepo target, String did) {
        synchronized (target) {
            collections.forEach((name, records) -> {
                if (name.startsWith(did + "/")) {
                    target.collections.put(name, new TreeMap<>(records));
                }
            });
            blobs.forEach((name, blob) -> {
                if (name.startsWith(did + "/")) {
                    target.blobs.put(name, blob);
                }
            });
        }
    }
}
