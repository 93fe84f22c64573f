package atrium.stream.ingest.ffmpeg;

import java.util.List;

/**
 * How a child ended.
 *
 * @param code its exit code; above 128 it died of the signal {@code code - 128}
 * @param reason what kind of end it was
 * @param detail the reason in a sentence for people, without credentials
 * @param lastLines the end of what it wrote to its standard error, masked
 */
public record FfmpegExit(int code, ExitReason reason, String detail, List<String> lastLines) {}
