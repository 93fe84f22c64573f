package atrium.stream.transcode;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How streams are transcoded. All keys may change while the service runs and count from the next encoder on.
 *
 * @param maxEncoders how many encoders run at once; 0: one for each processor
 * @param mpeg1 MPEG-1, for jsmpeg
 */
@ConfigurationProperties("atrium.stream.transcode")
public record TranscodeProperties(
        @DefaultValue("0") @Min(0) int maxEncoders,
        @DefaultValue @Valid Mpeg1 mpeg1) {

    /**
     * A page decodes MPEG-1 in its own script: what it can bear is less than what a video decoder can.
     *
     * @param kbps bit rate of the pictures, in 1000 bit/s
     * @param maxWidth a wider picture is made smaller, in pixels
     * @param maxHeight a higher picture is made smaller, in pixels
     * @param fps pictures a second: 24, 25, 30, 50 or 60
     */
    public record Mpeg1(
            @DefaultValue("1500") @Min(50) @Max(100_000) int kbps,
            @DefaultValue("1280") @Min(16) @Max(4094) int maxWidth,
            @DefaultValue("720") @Min(16) @Max(4094) int maxHeight,
            @DefaultValue("25") int fps) {

        /** The whole ones of ISO/IEC 11172-2, section 2.4.3.2, picture_rate. */
        private static final Set<Integer> RATES = Set.of(24, 25, 30, 50, 60);

        public Mpeg1 {
            if (!RATES.contains(fps)) {
                throw new IllegalArgumentException("fps: " + fps + " (expected: 24, 25, 30, 50 or 60)");
            }
        }
    }

    int encoders() {
        return maxEncoders == 0 ? Runtime.getRuntime().availableProcessors() : maxEncoders;
    }
}
