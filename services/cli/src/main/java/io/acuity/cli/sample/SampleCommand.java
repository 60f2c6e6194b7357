package io.acuity.cli.sample;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Draws a test picture to a PNG file. */
@Command(
        name = "sample",
        description = {
            "Draws a test picture: text in several sizes, edges, patterns, foliage-like texture.",
            "With --clip a clip."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  acuity sample                       writes sample.png, 480 x 320",
            "  acuity sample -o big.png --width 1920 --height 1280 --seed 7",
            "  acuity sample && acuity upscale sample.png",
            "  acuity sample --clip moving --width 1280 --height 720 --frames 60 -o moving.mp4"
        })
public final class SampleCommand implements Callable<Integer> {
    private static final int LARGEST_SIDE = 20_000;

    private final Console console;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "File to write, a PNG or a clip (default: sample.png, sample.mp4 or sample.mkv).")
    private @Nullable Path output;

    @Option(names = "--width", paramLabel = "N", description = "Width in pixels (default: ${DEFAULT-VALUE}).")
    private int width = 480;

    @Option(names = "--height", paramLabel = "N", description = "Height in pixels (default: ${DEFAULT-VALUE}).")
    private int height = 320;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Another seed draws other hills and trees (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Mixin
    private ClipOptions clip = new ClipOptions();

    /** Creates the command. */
    public SampleCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (width < 16 || height < 16 || width > LARGEST_SIDE || height > LARGEST_SIDE) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "A sample of " + width + "×" + height + " cannot be drawn; choose sides from 16 to " + LARGEST_SIDE
                            + ".");
        }
        console.result(drawn().toString());
        return ExitCode.OK.status();
    }

    private Path drawn() {
        if (clip.isAsked()) {
            return clip.write(output, width, height, seed);
        }
        Path target = output == null ? Path.of("sample.png") : output;
        // Not by file: ImageIO prints a stack trace of its own when it may not write one.
        try (OutputStream file = Files.newOutputStream(target)) {
            ImageIO.setUseCache(false);
            ImageIO.write(SamplePicture.draw(width, height, seed), "png", file);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FAILED, "Cannot write " + target + "; choose a folder you may write to with -o.", e);
        }
        return target;
    }
}
