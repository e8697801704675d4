package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.Documents;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The guide to the command line lists the exit codes of the code, with the meanings of the help text. */
class ExitCodeTableTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\| (.+)\\. \\|$");

    @Test
    void guideHasTheMeaningsOfTheHelpText() {
        Map<String, String> table = new LinkedHashMap<>();
        Matcher row = ROW.matcher(Documents.read(Documents.guide("command-line")));
        while (row.find()) {
            table.put(row.group(1), row.group(2).replace("`", ""));
        }
        Map<String, String> help = new LinkedHashMap<>();
        helpOfOAuth().forEach((code, meaning) -> help.put(code, capitalized(meaning)));
        assertThat(table).containsExactlyEntriesOf(help);
    }

    @Test
    void helpTextHasEveryExitCode() throws IllegalAccessException {
        List<String> codes = new ArrayList<>();
        for (Field constant : ExitCode.class.getDeclaredFields()) {
            if (constant.getType() == int.class) {
                codes.add(String.valueOf(constant.getInt(null)));
            }
        }
        assertThat(helpOfOAuth().keySet()).containsExactlyInAnyOrderElementsOf(codes);
    }

    private static Map<String, String> helpOfOAuth() {
        return new CommandLine(new OAuthCommand())
                .getCommandSpec()
                .usageMessage()
                .exitCodeList();
    }

    private static String capitalized(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
