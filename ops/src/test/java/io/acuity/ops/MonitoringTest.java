package io.acuity.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rules and dashboards as files; whether their metrics exist, {@link ExportedMetersIT} knows. */
class MonitoringTest {
    private static final Path RULES = Yaml.ROOT.resolve("ops/prometheus/rules/acuity.yml");
    private static final Set<String> SEVERITIES = Set.of("page", "ticket", "note");
    private static final int COLUMNS = 24;

    @Test
    void namesOfMetricsAreFoundInQueries() {
        assertThat(Queries.metrics("sum by (job, le) (rate(a_total{b=\"c_d\"}[5m])) > 0.05 * e:f:rate10m offset 6h"))
                .containsExactly("a_total", "e:f:rate10m");
        assertThat(Queries.metrics("max(x) == 0 and (sum(y) or vector(0)) == 0"))
                .containsExactly("x", "y");
        assertThat(Queries.metrics("min_over_time(z[1h]) > 3 * (min_over_time(z[1h] offset 6h) > 0)"))
                .containsExactly("z");
    }

    @Test
    void everyAlertSaysHowBadItIsAndWhereToRead() {
        Set<String> anchors = anchors();
        assertThat(alerts()).hasSizeGreaterThan(15).allSatisfy(alert -> {
            assertThat(SEVERITIES).contains(alert.text("labels.severity"));
            assertThat(alert.text("annotations.summary")).endsWith(".");
            String[] runbook = alert.text("annotations.runbook").split("#", -1);
            assertThat(runbook[0]).isEqualTo("docs/runbooks.md");
            assertThat(anchors).as(alert.text("alert")).contains(runbook[1]);
        });
        assertThat(alerts()).extracting(alert -> alert.text("alert")).doesNotHaveDuplicates();
    }

    @Test
    void everyRunbookNamesItsAlerts() {
        // given
        Map<String, List<String>> sections = sections();

        // then
        assertThat(alerts()).allSatisfy(alert -> {
            String anchor = alert.text("annotations.runbook").split("#", -1)[1];
            assertThat(String.join("\n", sections.getOrDefault(anchor, List.of())))
                    .as("docs/runbooks.md#%s", anchor)
                    .contains("`" + alert.text("alert") + "`");
        });
        Set<String> known = new TreeSet<>();
        alerts().forEach(alert -> known.add("`" + alert.text("alert") + "`"));
        Yaml.read(Yaml.ROOT.resolve("docs/runbooks.md"))
                .lines()
                .forEach(line -> Pattern.compile("`Acuity\\w+`")
                        .matcher(line)
                        .results()
                        .forEach(name -> assertThat(known).contains(name.group())));
    }

    @Test
    void panelsHaveTheirOwnPlaceAndTheirDatasource() {
        String datasource = Yaml.document("ops/grafana/provisioning/datasources/prometheus.yml")
                .text("datasources.0.uid");
        Set<String> titles = new TreeSet<>();
        for (Yaml dashboard : dashboards()) {
            assertThat(titles.add(dashboard.text("title"))).isTrue();
            Set<String> ids = new TreeSet<>();
            boolean[][] taken = new boolean[400][COLUMNS];
            for (Yaml panel : dashboard.at("panels").items()) {
                assertThat(ids.add(panel.text("id"))).as(panel.path()).isTrue();
                occupy(taken, panel);
                if (!List.of("row", "text").contains(panel.text("type"))) {
                    assertThat(panel.text("datasource.uid")).isEqualTo(datasource);
                    assertThat(panel.at("targets").items())
                            .isNotEmpty()
                            .allSatisfy(target ->
                                    assertThat(target.text("datasource.uid")).isEqualTo(datasource));
                }
            }
        }
        assertThat(titles).hasSize(2);
    }

    private static void occupy(boolean[][] taken, Yaml panel) {
        int left = Integer.parseInt(panel.text("gridPos.x"));
        int top = Integer.parseInt(panel.text("gridPos.y"));
        for (int y = top; y < top + Integer.parseInt(panel.text("gridPos.h")); y++) {
            for (int x = left; x < left + Integer.parseInt(panel.text("gridPos.w")); x++) {
                assertThat(taken[y][x]).as("%s at %d, %d", panel, x, y).isFalse();
                taken[y][x] = true;
            }
        }
    }

    @Test
    void composeMountsWhatGrafanaIsTold() {
        Yaml grafana = Yaml.document("docker-compose.yml").at("services.grafana");
        String folder =
                Yaml.document("ops/grafana/provisioning/dashboards/acuity.yml").text("providers.0.options.path");
        assertThat(grafana.at("volumes").texts()).contains("./ops/grafana/dashboards:" + folder + ":ro");
        String home = grafana.text("environment.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH");
        assertThat(Yaml.ROOT.resolve("ops/grafana/dashboards").resolve(home.substring(folder.length() + 1)))
                .exists();
    }

    @Test
    void prometheusScrapesTheServicesThereAre() {
        Map<String, Yaml> services = Yaml.document("docker-compose.yml").entries("services");
        for (Yaml job : Yaml.document("ops/prometheus/prometheus.yml")
                .at("scrape_configs")
                .items()) {
            for (Yaml source : job.items("dns_sd_configs")) {
                assertThat(services).containsKeys(source.at("names").texts().toArray(String[]::new));
                assertThat(source.text("port")).isEqualTo("9464");
            }
        }
    }

    @Test
    void prometheusItselfUnderstandsRulesAndTheirTestsPass() {
        // given
        Tool promtool = new Tool("promtool").orSkip();

        // when
        Tool.Ended config = promtool.run("check", "config", "ops/prometheus/prometheus.yml");
        Tool.Ended tests = promtool.run("test", "rules", "ops/prometheus/tests/acuity_test.yml");

        // then
        assertThat(config.status()).as(config.printed()).isZero();
        assertThat(tests.status()).as(tests.printed()).isZero();
    }

    static List<Yaml> dashboards() {
        return Yaml.files("ops/grafana/dashboards", ".json").stream()
                .map(file -> Yaml.documents(file).getFirst())
                .toList();
    }

    static List<Yaml> rules() {
        List<Yaml> rules = new ArrayList<>();
        Yaml.documents(RULES)
                .getFirst()
                .at("groups")
                .items()
                .forEach(group -> rules.addAll(group.at("rules").items()));
        return rules;
    }

    private static List<Yaml> alerts() {
        return rules().stream().filter(rule -> rule.find("alert").isPresent()).toList();
    }

    private static Set<String> anchors() {
        return sections().keySet();
    }

    /** Lines below each heading, by the anchor that viewers give it. */
    private static Map<String, List<String>> sections() {
        Map<String, List<String>> sections = new TreeMap<>();
        List<String> lines = new ArrayList<>();
        for (String line :
                Yaml.read(Yaml.ROOT.resolve("docs/runbooks.md")).lines().toList()) {
            if (line.startsWith("## ")) {
                lines = new ArrayList<>();
                String anchor = line.substring(3)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\s-]", "")
                        .strip()
                        .replace(' ', '-');
                sections.put(anchor, lines);
            }
            lines.add(line);
        }
        return sections;
    }
}
