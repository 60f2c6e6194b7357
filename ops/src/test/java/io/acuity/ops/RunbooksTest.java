package io.acuity.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.cli.CommandLines;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

/** What docs tell people to type and where they tell them to look. */
class RunbooksTest {
    private static final Pattern COMMAND = Pattern.compile("[.]/acuity ([^`\\n#]*[$]K[^`\\n#]*)");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|\\S+");
    private static final Pattern PANEL = Pattern.compile("(?<![*\\w])[*]([A-Z][^*]+)[*](?![*])");
    private static final String TEXT =
            Yaml.read(Yaml.ROOT.resolve("docs/runbooks.md")).replaceAll("(?<=[\\w,])\\n  (?=\\w)", " ");

    @Test
    void everyCommandParses() {
        List<String> commands = COMMAND.matcher(TEXT)
                .results()
                .map(found -> found.group(1).strip())
                .toList();
        assertThat(commands).hasSizeGreaterThan(10).allSatisfy(RunbooksTest::assertParses);
    }

    private static void assertParses(String command) {
        String filled = command.replace("$K", "--bootstrap kafka:9092")
                .replace("$B", "--blobs s3://acuity/blobs")
                .replace(" N ", " 16 ")
                .replace(" …", "");
        List<String> words = QUOTED.matcher(filled)
                .results()
                .map(word -> word.group().replace("\"", ""))
                .toList();
        try {
            CommandLines.parse(words);
        } catch (ParameterException e) {
            throw new AssertionError("docs/runbooks.md says ./acuity " + command + ", but: " + e.getMessage(), e);
        }
    }

    @Test
    void everyPanelIsOnADashboard() {
        Set<String> titles = new TreeSet<>();
        MonitoringTest.dashboards().forEach(dashboard -> {
            titles.add(dashboard.text("title"));
            dashboard.at("panels").items().forEach(panel -> titles.add(panel.text("title")));
        });
        List<String> named = PANEL.matcher(TEXT)
                .results()
                .map(found -> found.group(1).replace("\n  ", " "))
                .toList();
        assertThat(named)
                .hasSizeGreaterThan(20)
                .allSatisfy(panel -> assertThat(titles).contains(panel));
    }

    @Test
    void everyLinkLeadsSomewhere() {
        for (String page : List.of("docs/runbooks.md", "docs/deployment.md", "docs/operations.md")) {
            Pattern.compile("]\\(([^)#]+)(#[^)]*)?\\)")
                    .matcher(Yaml.read(Yaml.ROOT.resolve(page)))
                    .results()
                    .map(link -> link.group(1))
                    .filter(link -> !link.startsWith("http"))
                    .forEach(link -> assertThat(
                                    Yaml.ROOT.resolve(page).resolveSibling(link).normalize())
                            .exists());
        }
    }
}
