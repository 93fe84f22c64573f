package atrium.files.cli;

import atrium.files.transfer.Answer;
import atrium.files.transfer.AnswerReader;
import atrium.files.transfer.Received;
import atrium.files.transfer.TimedInput;
import atrium.files.transfer.TransferName;
import atrium.files.transfer.TransferRefusedException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Sends files, one connection each. A file that did not arrive whole is sent again from its beginning, by whoever wants
 * to: the protocol has no offset, and what the receiver does not confirm it has not kept.
 */
final class Sender {

    private static final int BUFFER = 256 * 1024;
    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    /** A disk may have to write all of a large file before the last answer comes. */
    private static final Duration LAST_ANSWER = Duration.ofMinutes(10);
    /** Of a receiver that has broken off: what it had to say is here, or does not come. */
    private static final Duration LAST_WORD = Duration.ofSeconds(2);

    private final Target to;
    private final ProgressLine progress;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

    Sender(Target to, ProgressLine progress) {
        this.to = to;
        this.progress = progress;
    }

    /** Returns when the receiver has confirmed that it has the same bytes. */
    Received send(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        byte[] named = TransferName.encode(name);
        try (FileChannel bytes = FileChannel.open(file);
                SocketChannel receiver = connect()) {
            AnswerReader answers = new AnswerReader(TimedInput.of(receiver));
            write(receiver, ByteBuffer.wrap(named));
            expectOk(answers.first(ANSWER));
            progress.begin(name, bytes.size());
            Received sent = stream(name, bytes, receiver, answers);
            receiver.shutdownOutput();
            compare(sent, answers.last(LAST_ANSWER));
            return sent;
        }
    }

    private SocketChannel connect() throws IOException {
        InetSocketAddress address = new InetSocketAddress(to.host(), to.port());
        if (address.isUnresolved()) {
            throw new UnknownHostException("there is no host " + to.host());
        }
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().connect(address, (int) CONNECTING.toMillis());
            return channel;
        } catch (IOException e) {
            channel.close();
            throw new UnreachableException(to + " cannot be reached: " + e.getMessage(), e);
        }
    }

    private Received stream(String name, FileChannel bytes, SocketChannel receiver, AnswerReader answers)
            throws IOException {
        MessageDigest digest = Sha256.digest();
        long sent = 0;
        buffer.clear();
        while (bytes.read(buffer) >= 0) {
            buffer.flip();
            int length = buffer.remaining();
            digest.update(buffer.duplicate());
            try {
                write(receiver, buffer);
            } catch (IOException e) {
                throw whyBrokenOff(answers, e);
            }
            sent += length;
            progress.moved(length);
            buffer.clear();
        }
        return new Received(name, sent, HexFormat.of().formatHex(digest.digest()));
    }

    private static IOException whyBrokenOff(AnswerReader answers, IOException broken) {
        try {
            if (answers.last(LAST_WORD) instanceof Answer.Refused refused) {
                return new TransferRefusedException(refused.reason());
            }
        } catch (IOException e) {
            broken.addSuppressed(e);
        }
        return new IOException("the receiver broke the connection off", broken);
    }

    private static void expectOk(Answer answer) throws IOException {
        switch (answer) {
            case Answer.Ok ok -> {}
            case Answer.Refused refused -> throw new TransferRefusedException(refused.reason());
            case Answer.Done done -> throw new IOException("the receiver is done before it has the file");
        }
    }

    private static void compare(Received sent, Answer answer) throws IOException {
        switch (answer) {
            case Answer.Ok ok -> throw new IOException("the receiver says ok twice, and not that it has the file");
            case Answer.Refused refused -> throw new TransferRefusedException(refused.reason());
            case Answer.Done done -> {
                if (done.bytes() != sent.bytes() || !done.sha256().equals(sent.sha256())) {
                    throw new IOException("the receiver has another file: %d bytes, SHA-256 %s (sent: %d bytes, %s)"
                            .formatted(done.bytes(), done.sha256(), sent.bytes(), sent.sha256()));
                }
            }
        }
    }

    private static void write(SocketChannel receiver, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            receiver.write(bytes);
        }
    }
}
