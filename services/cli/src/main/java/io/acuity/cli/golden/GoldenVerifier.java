package io.acuity.cli.golden;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds out which system a case records and compares it with what this project computes. */
final class GoldenVerifier {
    private final Optional<Path> data;

    GoldenVerifier(Optional<Path> data) {
        this.data = data;
    }

    Verdict verify(GoldenCase recorded) {
        try {
            // Systems are told apart by what the case says of itself, never by the name of its folder.
            return switch (recorded.system()) {
                case "DeltaDiff residual-only sampler" -> ShiftCases.deltaDiff(recorded);
                case "ResShift sampler" -> ShiftCases.resShift(recorded);
                case "ResShift UNetModelSwin" -> NetworkCases.swinUNet(recorded);
                case "VQ autoencoder f4" -> NetworkCases.autoencoder(recorded);
                case "SR3 UNet" -> Sr3Cases.uNet(recorded);
                case "SR3 ancestral sampler" -> Sr3Cases.ancestral(recorded);
                case String system when system.startsWith("DDIM strided sampler") -> Sr3Cases.strided(recorded);
                case "spaced schedule" -> Sr3Cases.spaced(recorded);
                case "SRDiff (RRDB encoder + UNet)" -> GuidedCases.srDiff(recorded);
                case "IDM" -> GuidedCases.idm(recorded);
                case "YODA masked sampler over SR3 UNet" -> YodaCases.sampler(recorded);
                case "DINO ViT" -> DinoCases.visionTransformer(recorded);
                case String backbone when backbone.startsWith("ResNet-50 backbone") -> DinoCases.resNet50(recorded);
                case String lpips when lpips.startsWith("LPIPS v0.1 graph") -> PerceptualCases.distance(recorded);
                case "MATLAB-compatible bicubic, PSNR, SSIM, consistency" -> new MetricsCases(recorded, data).verify();
                case "pinned attention maps for cost measurements" -> new Verdict.Reference();
                default -> new Verdict.Unsupported();
            };
        } catch (IOException | RuntimeException e) {
            // Recorded files come from elsewhere: whatever is wrong with one fails its case and no other.
            return new Verdict.Broken(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }
}
