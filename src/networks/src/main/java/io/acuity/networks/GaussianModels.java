package io.acuity.networks;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.diffusion.frame.FrameModel;
import io.acuity.diffusion.frame.FramePadding;
import io.acuity.diffusion.frame.GaussianFrameModel;
import io.acuity.diffusion.frame.ScheduledNetwork;
import io.acuity.networks.frames.FrameConfig;
import io.acuity.networks.frames.GaussianChain;
import io.acuity.networks.guided.GuidedDenoiser;
import io.acuity.networks.idm.Idm;
import io.acuity.networks.sr3.Conditioning;
import io.acuity.networks.sr3.Sr3Denoiser;
import io.acuity.networks.sr3.Sr3UNet;
import io.acuity.networks.srdiff.SrDiff;

/** Models on Gaussian chains from their bundles; which networks these have is all that tells them apart. */
final class GaussianModels {
    /** Sides of patches, in result pixels: the largest SR3's published weights were trained on. */
    private static final int RESULT_CHOP = 512;

    private GaussianModels() {}

    static FrameModel sr3(ModelBundle bundle, ModelDescription.WholeImage whole, Precision precision) {
        Sr3UNet network = Sr3UNet.of(whole.network());
        GaussianChain chain = GaussianChain.of(whole.process(), network.conditioning() == Conditioning.STEP);
        requireVariance(chain, network.options().learnedVariance());
        int scale = bundle.description().scale();
        FramePadding padding = new FramePadding(network.multiple() / commonDivisor(network.multiple(), scale));
        return model(
                scale,
                whole.process(),
                chain,
                Sr3Denoiser.load(
                        network, bundle.weights().tensors(), chain.process().schedule(), precision.scalarType()),
                padding);
    }

    static FrameModel srDiff(ModelBundle bundle, ModelDescription.WholeImage whole, Precision precision) {
        SrDiff network = SrDiff.of(whole.network());
        int scale = bundle.description().scale();
        if (network.scale() != scale) {
            throw new IllegalArgumentException(
                    "its network is made for scale " + network.scale() + ", not for " + scale + ".");
        }
        GaussianChain chain = GaussianChain.of(whole.process(), true);
        requireVariance(chain, false);
        FramePadding padding = new FramePadding(
                network.multiple() / commonDivisor(network.multiple(), scale), Math.ceilDiv(network.least(), scale));
        return model(
                scale,
                whole.process(),
                chain,
                GuidedDenoiser.load(
                        network, bundle.weights().tensors(), chain.process().schedule(), precision.scalarType()),
                padding);
    }

    static FrameModel idm(ModelBundle bundle, ModelDescription.WholeImage whole, Precision precision) {
        int scale = bundle.description().scale();
        Idm network = Idm.of(whole.network(), scale);
        GaussianChain chain = GaussianChain.of(whole.process(), false);
        requireVariance(chain, false);
        return model(
                scale,
                whole.process(),
                chain,
                GuidedDenoiser.load(
                        network, bundle.weights().tensors(), chain.process().schedule(), precision.scalarType()),
                new FramePadding(1, Math.ceilDiv(network.least(), scale)));
    }

    private static void requireVariance(GaussianChain chain, boolean learned) {
        if (chain.process().learnsVariance() && !learned) {
            throw new IllegalArgumentException(
                    "its chain takes variances from the network, which does not learn them.");
        }
    }

    private static FrameModel model(
            int scale, JsonNode process, GaussianChain chain, ScheduledNetwork network, FramePadding padding) {
        try {
            FrameConfig frames =
                    FrameConfig.of(process, new FrameConfig.Defaults("matlab", Math.max(1, RESULT_CHOP / scale)));
            return model(scale, frames, chain, network, padding);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /** Joins the parts of a model. The network is its from here on, unless this fails. */
    static FrameModel model(
            int scale, FrameConfig frames, GaussianChain chain, ScheduledNetwork network, FramePadding padding) {
        return new GaussianFrameModel(
                new GaussianFrameModel.Parts(
                        scale,
                        network,
                        chain.process(),
                        chain.shorter(),
                        frames.enlargement(),
                        padding,
                        frames.chop(),
                        frames.masks(),
                        chain.domain()),
                chain.steps());
    }

    private static int commonDivisor(int a, int b) {
        return b == 0 ? a : commonDivisor(b, a % b);
    }
}
