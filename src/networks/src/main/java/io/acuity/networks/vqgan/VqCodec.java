package io.acuity.networks.vqgan;

import ai.djl.Device;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.diffusion.codec.Codec;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.program.Program;
import io.acuity.networks.weights.WeightFit;
import io.acuity.networks.weights.WeightedProgram;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A {@link VqAutoencoder} on a device: latents are not quantised when encoded, only when decoded. It computes in fp32
 * whatever the precision of the network beside it, because rounding moves latents to other codes. Owned by the device
 * thread.
 */
public final class VqCodec implements Codec {
    private final VqAutoencoder network;
    private final Codebook codebook;
    private final WeightedProgram encoder;
    private final WeightedProgram decoder;

    private VqCodec(VqAutoencoder network, Codebook codebook, WeightedProgram encoder, WeightedProgram decoder) {
        this.network = network;
        this.codebook = codebook;
        this.encoder = encoder;
        this.decoder = decoder;
    }

    /**
     * Compiles both halves and puts their weights on the CPU.
     *
     * @param tensors the checkpoint under its published names
     * @throws CorruptCheckpointException listing what does not fit
     */
    public static VqCodec load(VqAutoencoder network, Map<String, Tensor> tensors) {
        WeightFit.of(network.parameters(), tensors).require();
        Parameter codes = network.codes();
        Codebook codebook = new Codebook(
                network.codebook().count(),
                network.codebook().channels(),
                Objects.requireNonNull(tensors.get(codes.name())).floats());
        WeightedProgram encoder = half(network.encoder(ScalarType.FLOAT32), tensors);
        try {
            return new VqCodec(network, codebook, encoder, half(network.decoder(ScalarType.FLOAT32), tensors));
        } catch (RuntimeException e) {
            encoder.close();
            throw e;
        }
    }

    private static WeightedProgram half(Program program, Map<String, Tensor> tensors) {
        List<String> names = program.parameters().stream().map(Parameter::name).toList();
        Map<String, Tensor> own = new LinkedHashMap<>(tensors);
        own.keySet().retainAll(names);
        return WeightedProgram.load(program, own, ScalarType.FLOAT32, Device.cpu());
    }

    @Override
    public int factor() {
        return network.factor();
    }

    @Override
    public int channels() {
        return network.codebook().channels();
    }

    @Override
    public int passes() {
        return 2;
    }

    @Override
    public FloatImage encode(FloatImage image) {
        return encoder.run(scope -> List.of(WeightedProgram.image(scope, image)));
    }

    @Override
    public FloatImage decode(FloatImage latent) {
        return decodeQuantised(codebook.quantise(latent));
    }

    /** Decodes latents as they are, without replacing them by codes. */
    public FloatImage decodeQuantised(FloatImage latent) {
        return decoder.run(scope -> List.of(WeightedProgram.image(scope, latent)));
    }

    /** Arrays alive outside of calls: the weights. */
    public int liveArrays() {
        return encoder.liveArrays() + decoder.liveArrays();
    }

    /** {@inheritDoc} At full size the decoder holds about eight maps of its width. */
    @Override
    public long bytesPerPixel() {
        return 8L * Float.BYTES * network.width();
    }

    @Override
    public void close() {
        encoder.close();
        decoder.close();
    }
}
