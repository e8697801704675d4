package dev.idiolect.oauth.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Prints a table while its rows arrive. The columns of a long table can become wider from one block of rows to the next. */
final class TextTable {

    private static final String GAP = "  ";
    private static final int BLOCK = 1000;

    private final Consumer<String> print;
    private final List<List<String>> rows = new ArrayList<>();
    private final int[] widths;
    private int count;

    /** @param print prints lines */
    TextTable(List<String> head, Consumer<String> print) {
        this.print = print;
        rows.add(head);
        widths = new int[head.size()];
    }

    /** @param cells contain no characters that a terminal interprets */
    void add(List<String> cells) {
        rows.add(cells);
        count++;
        if (rows.size() > BLOCK) {
            printRows();
        }
    }

    /** Prints the rest, and returns the number of rows. Prints nothing if there is no row. */
    int end() {
        if (count > 0 && !rows.isEmpty()) {
            printRows();
        }
        return count;
    }

    private void printRows() {
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        print.accept(rows.stream().map(this::line).collect(Collectors.joining(System.lineSeparator())));
        rows.clear();
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            line.append(cell).append(" ".repeat(widths[column] - cell.length())).append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
