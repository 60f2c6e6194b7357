package io.acuity.cli.golden;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares this project's mathematics with recorded cases. */
@Command(
        name = "verify-golden",
        description = {
            "Compares what this project computes with recorded cases.",
            "Prints system, largest absolute error, tolerance and pass or fail for each case; says which systems are "
                    + "not supported yet. Folders of reference data are listed and not counted."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:every named case passed",
            "1:a case failed or could not be read",
            "2:a folder holds no case",
            "3:no case failed, but at least one is not supported yet"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  acuity verify-golden golden                     all cases in a folder",
            "  acuity verify-golden golden/metrics --data data  with the images that case measures"
        })
public final class VerifyGoldenCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            arity = "1..*",
            paramLabel = "DIR",
            description = "A case (a folder with meta.json), or a folder of cases.")
    private List<Path> folders = new ArrayList<>();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of images that cases refer to; without it those parts are left out.")
    private @Nullable Path data;

    @Option(names = "--details", description = "Also print every quantity compared.")
    private boolean details;

    @Option(names = "--json", description = "Print one JSON object per case.")
    private boolean json;

    /** Creates the command. */
    public VerifyGoldenCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        GoldenVerifier verifier = new GoldenVerifier(Optional.ofNullable(data));
        boolean failed = false;
        boolean unsupported = false;
        for (Path folder : cases()) {
            Verdict verdict = judge(folder, verifier);
            failed |= verdict instanceof Verdict.Broken
                    || (verdict instanceof Verdict.Compared compared && !compared.passed());
            unsupported |= verdict instanceof Verdict.Unsupported;
        }
        if (failed) {
            return ExitCode.FAILED.status();
        }
        return unsupported ? ExitCode.UNSUPPORTED.status() : ExitCode.OK.status();
    }

    private List<Path> cases() {
        if (data != null && !Files.isDirectory(data)) {
            throw new CommandException(ExitCode.USAGE, "There is no folder " + data + "; check the option --data.");
        }
        List<Path> cases = new ArrayList<>();
        for (Path folder : folders) {
            if (Files.isRegularFile(folder)) {
                // A shell's * also names the README beside the cases.
                console.note(folder + " is a file, not a case; left out.");
                continue;
            }
            List<Path> found = Files.isDirectory(folder) ? find(folder) : List.of();
            if (found.isEmpty()) {
                throw new CommandException(
                        ExitCode.USAGE,
                        "There is no case in " + folder + "; name a folder with a meta.json, or a folder of such.");
            }
            cases.addAll(found);
        }
        if (cases.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "No case was named; name a folder with a meta.json.");
        }
        return cases;
    }

    private static List<Path> find(Path folder) {
        try {
            return GoldenCase.find(folder);
        } catch (IOException e) {
            throw new CommandException(ExitCode.USAGE, "The folder " + folder + " cannot be read.", e);
        }
    }

    private Verdict judge(Path folder, GoldenVerifier verifier) {
        GoldenCase recorded;
        try {
            recorded = GoldenCase.read(folder);
        } catch (IOException e) {
            Verdict broken = new Verdict.Broken("its meta.json cannot be read");
            print(folder.toString(), "unknown", broken);
            return broken;
        }
        Verdict verdict = verifier.verify(recorded);
        print(recorded.name(), recorded.system(), verdict);
        return verdict;
    }

    private void print(String name, String system, Verdict verdict) {
        if (json) {
            console.json(toJson(name, system, verdict));
            return;
        }
        switch (verdict) {
            case Verdict.Compared compared -> printCompared(name, system, compared);
            case Verdict.Broken broken ->
                console.result(line("FAIL", name, system) + "could not be compared: " + broken.why());
            case Verdict.Unsupported() -> console.result(line("-", name, system) + "not supported yet");
            case Verdict.Reference() -> console.result(line("data", name, system) + "reference data, not counted");
        }
    }

    private void printCompared(String name, String system, Verdict.Compared compared) {
        Check tightest = compared.tightest();
        console.result(line(compared.passed() ? "pass" : "FAIL", name, system)
                + format("max abs error %.3g (%s), tolerance %.3g", tightest));
        if (details) {
            for (Check check : compared.checks()) {
                console.result("        " + (check.passed() ? "pass  " : "FAIL  ")
                        + format("max abs error %.3g (%s), tolerance %.3g", check));
            }
        }
    }

    private static String format(String pattern, Check check) {
        return String.format(Locale.ROOT, pattern, check.error(), check.quantity(), check.tolerance());
    }

    private static String line(String mark, String name, String system) {
        return String.format(Locale.ROOT, "%-6s%-22s%s: ", mark, name, system);
    }

    private static Map<String, Object> toJson(String name, String system, Verdict verdict) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("case", name);
        object.put("system", system);
        switch (verdict) {
            case Verdict.Compared compared -> {
                object.put("verdict", compared.passed() ? "pass" : "fail");
                object.put("maxAbsError", compared.tightest().error());
                object.put("tolerance", compared.tightest().tolerance());
                object.put("checks", compared.checks());
            }
            case Verdict.Broken broken -> {
                object.put("verdict", "fail");
                object.put("why", broken.why());
            }
            case Verdict.Unsupported() -> object.put("verdict", "unsupported");
            case Verdict.Reference() -> object.put("verdict", "reference");
        }
        return object;
    }
}
