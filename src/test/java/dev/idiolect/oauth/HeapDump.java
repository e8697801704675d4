package dev.idiolect.oauth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A heap dump in the HPROF format of the JDK, with 64-bit ids: finds the objects that hold an array. */
public final class HeapDump {

    private static final int STRING = 0x01;
    private static final int LOADED_CLASS = 0x02;
    private static final Set<Integer> SEGMENTS = Set.of(0x0c, 0x1c);
    private static final int OBJECT = 2;
    private static final int ID = 8;

    /** Sizes of roots by tag, without the tag. */
    private static final Map<Integer, Integer> ROOTS =
            Map.of(0xff, 8, 0x01, 16, 0x02, 16, 0x03, 16, 0x04, 12, 0x05, 8, 0x06, 12, 0x07, 8, 0x08, 16);

    /** Sizes of values by type. */
    private static final Map<Integer, Integer> SIZES = Map.of(2, 8, 4, 1, 5, 2, 6, 4, 7, 8, 8, 1, 9, 2, 10, 4, 11, 8);

    private record Field(String name, int type) {}

    private record Layout(long parent, List<Field> fields, Map<String, Long> statics) {}

    private interface Visitor {
        default void object(long id, long type, int values) {}

        default void objects(long id, long type, int elements, int count) {}

        default void values(long id, int from, int to) {}
    }

    private final ByteBuffer dump;
    private final Map<Long, String> texts = new HashMap<>();
    private final Map<Long, String> names = new HashMap<>();
    private final Map<Long, Layout> layouts = new HashMap<>();
    private final List<int[]> segments = new ArrayList<>();

    private HeapDump(byte[] bytes) {
        dump = ByteBuffer.wrap(bytes);
        int position = 0;
        while (bytes[position] != 0) {
            position++;
        }
        // The size of ids and the time follow the name of the format.
        position += 13;
        while (position < bytes.length) {
            int tag = bytes[position];
            int length = dump.getInt(position + 5);
            position += 9;
            if (tag == STRING) {
                texts.put(
                        dump.getLong(position), new String(bytes, position + ID, length - ID, StandardCharsets.UTF_8));
            } else if (tag == LOADED_CLASS) {
                names.put(
                        dump.getLong(position + 4),
                        texts.get(dump.getLong(position + 16)).replace('/', '.'));
            } else if (SEGMENTS.contains(tag)) {
                segments.add(new int[] {position, position + length});
            }
            position += length;
        }
        visit(new Visitor() {});
    }

    public static HeapDump of(Path file) throws IOException {
        return new HeapDump(Files.readAllBytes(file));
    }

    /** Returns the found secrets by name, each with the objects that hold it: see {@link #holders(int)}. */
    public Map<String, Set<String>> holders(SecretSearch search) {
        Map<String, Set<String>> found = new TreeMap<>();
        search.in(dump.array())
                .forEach(hit -> found.computeIfAbsent(hit.name(), name -> new TreeSet<>())
                        .addAll(holders(hit.position())));
        return found;
    }

    /**
     * Returns class and field of the objects that hold the array at a position of the dump. Strings, arrays and other objects of
     * the JDK are skipped: their holders count.
     */
    private Set<String> holders(int position) {
        Set<Long> targets = new HashSet<>();
        visit(new Visitor() {
            @Override
            public void values(long id, int from, int to) {
                if (from <= position && position < to) {
                    targets.add(id);
                }
            }
        });
        Set<String> holders = new TreeSet<>();
        Set<Long> seen = new HashSet<>();
        while (seen.addAll(targets)) {
            Set<Long> next = new HashSet<>();
            visit(new Visitor() {
                @Override
                public void object(long id, long type, int values) {
                    int at = values;
                    for (long owner = type;
                            owner != 0;
                            owner = layouts.get(owner).parent()) {
                        for (Field field : layouts.get(owner).fields()) {
                            if (field.type() == OBJECT && targets.contains(dump.getLong(at))) {
                                hold(id, names.get(type), field.name());
                            }
                            at += SIZES.get(field.type());
                        }
                    }
                }

                @Override
                public void objects(long id, long type, int elements, int count) {
                    for (int i = 0; i < count; i++) {
                        if (targets.contains(dump.getLong(elements + i * ID))) {
                            next.add(id);
                        }
                    }
                }

                private void hold(long id, String type, String field) {
                    if (type.startsWith("java.")) {
                        next.add(id);
                    } else {
                        holders.add(type + "." + field);
                    }
                }
            });
            layouts.forEach((type, layout) -> layout.statics().forEach((field, value) -> {
                if (targets.contains(value)) {
                    holders.add(names.get(type) + "." + field);
                }
            }));
            targets.clear();
            targets.addAll(next);
        }
        return holders.isEmpty() ? Set.of("only the JDK or a thread's stack") : holders;
    }

    private void visit(Visitor visitor) {
        for (int[] segment : segments) {
            int position = segment[0];
            while (position < segment[1]) {
                position = visit(dump.get(position) & 0xff, position + 1, visitor);
            }
        }
    }

    private int visit(int tag, int position, Visitor visitor) {
        long id = dump.getLong(position);
        switch (tag) {
            case 0x20:
                return readClass(id, position + ID);
            case 0x21:
                visitor.object(id, dump.getLong(position + 12), position + 24);
                return position + 24 + dump.getInt(position + 20);
            case 0x22:
                int elements = dump.getInt(position + 12);
                visitor.objects(id, dump.getLong(position + 16), position + 24, elements);
                return position + 24 + elements * ID;
            case 0x23:
                int end = position + 17 + dump.getInt(position + 12) * SIZES.get((int) dump.get(position + 16));
                visitor.values(id, position + 17, end);
                return end;
            default:
                return position + ROOTS.get(tag);
        }
    }

    private int readClass(long id, int start) {
        long parent = dump.getLong(start + 4);
        int position = start + 4 + 6 * ID + 4;
        int constants = dump.getShort(position) & 0xffff;
        position += 2;
        for (int i = 0; i < constants; i++) {
            position += 3 + SIZES.get((int) dump.get(position + 2));
        }
        Map<String, Long> statics = new HashMap<>();
        int count = dump.getShort(position) & 0xffff;
        position += 2;
        for (int i = 0; i < count; i++) {
            int type = dump.get(position + ID);
            if (type == OBJECT) {
                statics.put(texts.get(dump.getLong(position)), dump.getLong(position + ID + 1));
            }
            position += ID + 1 + SIZES.get(type);
        }
        List<Field> fields = new ArrayList<>();
        count = dump.getShort(position) & 0xffff;
        position += 2;
        for (int i = 0; i < count; i++) {
            fields.add(new Field(texts.get(dump.getLong(position)), dump.get(position + ID)));
            position += ID + 1;
        }
        layouts.put(id, new Layout(parent, fields, statics));
        return position;
    }
}
