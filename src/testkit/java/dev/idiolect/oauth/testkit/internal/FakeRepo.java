package dev.idiolect.oauth.testkit.internal;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Records in memory, by DID, collection and record key. */
final class FakeRepo {

    private static final String TID_DIGITS = "234567abcdefghijklmnopqrstuvwxyz";

    private final Map<String, TreeMap<String, JsonObject>> collections = new TreeMap<>();
    private final AtomicLong clock = new AtomicLong(System.currentTimeMillis() * 1000);

    /** Returns all values of an account, oldest record key first within each collection. */
    synchronized List<JsonObject> records(String did) {
        return collections.entrySet().stream()
                .filter(collection -> collection.getKey().startsWith(did + "/"))
                .flatMap(collection -> collection.getValue().values().stream())
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

    static JsonObject blob(String mimeType, byte[] bytes) {
        JsonObject ref = Jsons.object("$link", cid(new String(bytes, StandardCharsets.ISO_8859_1)));
        JsonValue blob = Jsons.object("$type", "blob", "ref", ref, "mimeType", mimeType, "size", bytes.length);
        return Jsons.object("blob", blob);
    }
}
