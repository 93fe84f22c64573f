package atrium.files.protocol.tcp;

import atrium.files.access.Requester;
import atrium.files.catalog.StoredFile;
import atrium.files.problem.FileProblem;
import atrium.files.quota.Admission;
import atrium.files.transfer.Destination;
import atrium.files.transfer.Received;
import atrium.files.transfer.TransferRefusedException;
import atrium.files.upload.Body;
import atrium.files.upload.DirectUpload;
import atrium.files.upload.UploadService;
import atrium.files.upload.Wish;
import atrium.platform.problem.ProblemException;
import java.io.IOException;
import java.util.function.Supplier;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;

/** Makes what comes files of a room, as guests' uploads. What the upload service refuses, is refused with its words. */
final class RoomDestination implements Destination {

    private final UploadService uploads;
    private final Admission admission;
    private final Supplier<String> room;

    RoomDestination(UploadService uploads, Admission admission, Supplier<String> room) {
        this.uploads = uploads;
        this.admission = admission;
        this.room = room;
    }

    @Override
    public Receiving open(String name) throws TransferRefusedException {
        try {
            Wish wish = Wish.of(name, typeOf(name), room.get());
            admission.checkType(wish.type());
            return new Uploading(wish, uploads.direct(Requester.TRUSTED_GUEST));
        } catch (ProblemException e) {
            throw refusal(e);
        }
    }

    /** Nobody declares one here, so the name's ending has to do. */
    private static String typeOf(String name) {
        return MediaTypeFactory.getMediaType(name)
                .orElse(MediaType.APPLICATION_OCTET_STREAM)
                .toString();
    }

    /** The disk's detail promises that what came is kept, which is true of uploads that can go on. */
    private static TransferRefusedException refusal(ProblemException problem) {
        String detail = problem.type() == FileProblem.DISK_FULL
                ? null
                : problem.getBody().getDetail();
        return new TransferRefusedException(detail == null ? problem.type().title() : detail);
    }

    private record Uploading(Wish wish, DirectUpload upload) implements Receiving {

        @Override
        public Received receive(Body body) throws IOException {
            try {
                upload.receive(wish, body);
                StoredFile file = upload.completeNumbered().file();
                return new Received(file.info().name(), file.size(), file.sha256());
            } catch (ProblemException e) {
                throw refusal(e);
            }
        }

        @Override
        public void close() throws IOException {
            upload.close();
        }
    }
}
