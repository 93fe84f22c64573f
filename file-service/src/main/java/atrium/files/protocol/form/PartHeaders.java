package atrium.files.protocol.form;

import atrium.files.problem.FileProblem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What matters of a part's headers (RFC 7578, section 4): the field's name, for a file its name, and the media type.
 *
 * @param filename {@code null} for a field that is no file
 */
record PartHeaders(
        String name, @Nullable String filename, @Nullable String type) {

    static PartHeaders parse(byte[] lines) {
        String disposition = null;
        String type = null;
        for (String line : decode(lines).split("\r\n", -1)) {
            int colon = line.indexOf(':');
            String field = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            if (field.equals("content-disposition")) {
                disposition = line.substring(colon + 1);
            } else if (field.equals("content-type")) {
                type = line.substring(colon + 1).strip();
            }
        }
        if (disposition == null) {
            throw FileProblem.BAD_REQUEST.with("A part has no Content-Disposition.");
        }
        DispositionParameters parameters = DispositionParameters.parse(disposition);
        return new PartHeaders(parameters.get("name", ""), parameters.filename(), type);
    }

    boolean isFile() {
        return filename != null;
    }

    /** RFC 7578, section 5.1: UTF-8 in the header, as every browser sends it. */
    private static String decode(byte[] lines) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(lines))
                    .toString();
        } catch (CharacterCodingException e) {
            throw FileProblem.BAD_NAME.with("The headers of a part are not UTF-8.");
        }
    }
}
