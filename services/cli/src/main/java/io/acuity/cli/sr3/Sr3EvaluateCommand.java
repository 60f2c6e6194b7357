package io.acuity.cli.sr3;

import io.acuity.attention.innate.NoExtractor;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.diffusion.mask.LowResNoise;
import io.acuity.networks.Precision;
import io.acuity.networks.sr3.Sr3Denoiser;
import io.acuity.training.frames.Frame;
import io.acuity.training.frames.FrameEvaluation;
import io.acuity.training.frames.FrameScore;
import io.acuity.training.frames.Masking;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Samples frames with a trained SR3 network and scores them. */
@Command(
        name = "evaluate",
        description = {
            "Samples frames with a network of 'sr3 train' and scores them beside bicubic: PSNR over RGB and on luma, SSIM on",
            "luma, the first and the last again after channel means were replaced by the original's, consistency with the",
            "LR image, and the share of pixels refined."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  acuity sr3 evaluate --model masked --faces faces --chain-steps 200 --low-res marginal --json",
            "  acuity sr3 evaluate --model masked --faces faces --lower-bound 1"
        })
public final class Sr3EvaluateCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private FrameOptions images = new FrameOptions();

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "Folder of a run of 'sr3 train'.")
    private Path model = Path.of("");

    @Mixin
    private SamplingOptions sampling = new SamplingOptions();

    @Option(
            names = "--low-res",
            description = "State of pixels that wait: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private LowResNoise lowRes = LowResNoise.MARGINAL;

    @Option(names = "--attention", description = "Extractor of maps, innate or installed (default: the run's).")
    private @Nullable String extractor;

    @Option(names = "--lower-bound", description = "l of the masks (default: the run's).")
    private @Nullable Double lowerBound;

    @Option(names = "--save", paramLabel = "DIR", description = "Write each result as PNG.")
    private @Nullable Path save;

    @Option(names = "--seed", description = "Names the noise (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--precision",
            description = "Type the network computes in: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Precision precision = Precision.AUTO;

    @Option(
            names = "--cover",
            paramLabel = "HALO",
            description = {
                "Beside whole frames, run the network on rectangles around active pixels with HALO pixels around them: an",
                "approximation, of which the change in PSNR and the share of network pixels are printed."
            })
    private @Nullable Integer cover;

    @Option(names = "--json", description = "Print one JSON object per frame, and the means at last.")
    private boolean json;

    /** Creates the command. */
    public Sr3EvaluateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Sr3Run run = Sr3Run.read(model);
        if (cover != null && run.variant().network().learnedVariance()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "The run in " + model
                            + " learned its variance and is sampled on whole frames; leave --cover away.");
        }
        String maps = extractor == null ? run.extractor() : extractor;
        FrameEvaluation.Chain chain = new FrameEvaluation.Chain(
                sampling.process(run), run.variant().objective().domain());
        List<Frame> frames = images.read(run.side(), run.scale(), maps);
        List<FrameScore> scores = new ArrayList<>();
        try (Sr3Denoiser network = run.denoiser(model, chain.process().schedule(), precision.scalarType())) {
            for (FrameEvaluation.Result result :
                    evaluation(network, chain, masking(run, maps)).run(frames)) {
                scores.add(result.score());
                if (json) {
                    console.json(result.score());
                }
                if (save != null) {
                    FramePictures.write(save, result);
                }
            }
            if (cover != null) {
                FrameEvaluation covered =
                        evaluation(network, chain, masking(run, maps)).covered(cover);
                List<FrameEvaluation.Result> results = covered.run(frames);
                say(new Cover(
                        cover,
                        covered.networkShare(),
                        FrameScore.mean(
                                                "covered",
                                                results.stream()
                                                        .map(FrameEvaluation.Result::score)
                                                        .toList())
                                        .psnr()
                                - FrameScore.mean("whole", scores).psnr()));
            }
        }
        report(FrameScore.mean("mean", scores));
        report(FrameScore.mean(
                "bicubic", frames.stream().map(FrameEvaluation::bicubic).toList()));
        return ExitCode.OK.status();
    }

    private FrameEvaluation evaluation(Sr3Denoiser network, FrameEvaluation.Chain chain, Masking masking) {
        return new FrameEvaluation(network, chain, masking, lowRes, seed);
    }

    private void say(Cover measured) {
        if (json) {
            console.json(measured);
        } else {
            console.result(String.format(
                    Locale.ROOT,
                    "cover    halo %d: %.3f of the network pixels, PSNR %+.3f dB",
                    measured.halo,
                    measured.networkShare,
                    measured.psnrChange));
        }
    }

    /**
     * What a cover changes.
     *
     * @param halo pixels around rectangles
     * @param networkShare pixels computed over those of whole frames
     * @param psnrChange mean PSNR less that of whole frames, in dB
     */
    private record Cover(int halo, double networkShare, double psnrChange) {}

    private Masking masking(Sr3Run run, String maps) {
        if (NoExtractor.NAME.equals(maps)) {
            return Masking.OFF;
        }
        double bound = lowerBound == null ? run.masking().lowerBound() : lowerBound;
        return new Masking(true, bound, run.masking().maskedInput(), false);
    }

    private void report(FrameScore score) {
        if (json) {
            console.json(score);
            return;
        }
        console.result(String.format(
                Locale.ROOT,
                "%-8s PSNR %.2f dB, on luma %.2f dB, SSIM %.4f; with the original's means %.2f dB, %.4f; consistency %.1f;"
                        + " refined %.3f",
                score.name(),
                score.psnr(),
                score.psnrY(),
                score.ssim(),
                score.psnrMeans(),
                score.ssimMeans(),
                score.consistency(),
                score.refinedShare()));
    }
}
