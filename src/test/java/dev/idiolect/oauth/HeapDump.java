package dev.idiolect.oauth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.netbeans.lib.profiler.heap.Field;
import org.netbeans.lib.profiler.heap.FieldValue;
import org.netbeans.lib.profiler.heap.Heap;
import org.netbeans.lib.profiler.heap.HeapFactory;
import org.netbeans.lib.profiler.heap.Instance;
import org.netbeans.lib.profiler.heap.PrimitiveArrayInstance;
import org.netbeans.lib.profiler.heap.Value;

/** A heap dump: finds the objects that hold a secret. */
public final class HeapDump {

    private final Heap heap;

    private HeapDump(Heap heap) {
        this.heap = heap;
    }

    /** Reads a file. Writes an index into its directory. */
    public static HeapDump of(Path file) throws IOException {
        return new HeapDump(HeapFactory.createHeap(file.toFile()));
    }

    /** Returns the found secrets by name, each with the objects that hold it: see {@link #holders(Instance)}. */
    public Map<String, Set<String>> holders(SecretSearch search) {
        Map<String, Set<String>> found = new TreeMap<>();
        for (String type : List.of("byte[]", "char[]")) {
            for (Iterator<?> arrays = heap.getJavaClassByName(type).getInstancesIterator(); arrays.hasNext(); ) {
                PrimitiveArrayInstance array = (PrimitiveArrayInstance) arrays.next();
                search.in(bytes(array))
                        .forEach(hit -> found.computeIfAbsent(hit.name(), name -> new TreeSet<>())
                                .addAll(holders(array)));
            }
        }
        return found;
    }

    private static byte[] bytes(PrimitiveArrayInstance array) {
        List<?> values = array.getValues();
        if (array.getJavaClass().getName().equals("char[]")) {
            StringBuilder text = new StringBuilder(values.size());
            values.forEach(text::append);
            return text.toString().getBytes(StandardCharsets.UTF_16BE);
        }
        byte[] bytes = new byte[values.size()];
        int index = 0;
        for (Object value : values) {
            bytes[index++] = Byte.parseByte((String) value);
        }
        return bytes;
    }

    /**
     * Returns class and field of the objects that hold an array. Strings, arrays and other objects of the JDK are
     * skipped: their holders count.
     */
    private static Set<String> holders(Instance array) {
        Set<String> holders = new TreeSet<>();
        Set<Long> seen = new HashSet<>();
        Deque<Instance> targets = new ArrayDeque<>(List.of(array));
        while (!targets.isEmpty()) {
            for (Object reference : targets.remove().getReferences()) {
                Instance owner = ((Value) reference).getDefiningInstance();
                String holder = reference instanceof FieldValue value ? holder(owner, value.getField()) : "java.";
                if (!holder.startsWith("java.")) {
                    holders.add(holder);
                } else if (seen.add(owner.getInstanceId())) {
                    targets.add(owner);
                }
            }
        }
        return holders.isEmpty() ? Set.of("only the JDK or a thread's stack") : holders;
    }

    private static String holder(Instance owner, Field field) {
        return (field.isStatic() ? field.getDeclaringClass() : owner.getJavaClass()).getName() + "." + field.getName();
    }
}
