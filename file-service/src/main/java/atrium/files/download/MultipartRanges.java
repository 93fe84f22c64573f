package atrium.files.download;

import java.util.ArrayList;
import java.util.List;

/**
 * Several ranges in one answer, {@code multipart/byteranges} (RFC 9110, section 14.6).
 *
 * @param boundary what no part contains, for all that anybody can guess
 */
record MultipartRanges(List<ByteRange> ranges, String type, long size, String boundary) {

    String contentType() {
        return "multipart/byteranges; boundary=" + boundary;
    }

    List<Segment> segments() {
        List<Segment> segments = new ArrayList<>(2 * ranges.size() + 1);
        String lineEnd = "";
        for (ByteRange range : ranges) {
            segments.add(Segment.Text.of(lineEnd + "--" + boundary + "\r\nContent-Type: " + type + "\r\nContent-Range: "
                    + range.of(size) + "\r\n\r\n"));
            segments.add(new Segment.Bytes(range));
            lineEnd = "\r\n";
        }
        segments.add(Segment.Text.of("\r\n--" + boundary + "--\r\n"));
        return segments;
    }
}
