package atrium.files.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.files.TusRequests;
import atrium.platform.identity.IdentityProperties;
import atrium.platform.identity.ServiceToken;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** An upload over HTTP, and the chat that hears of it; found in a registry that is a property. */
class AnnouncedUploadTests extends TusRequests {

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    private static FakeChat chat;

    @DynamicPropertySource
    static void startChat(DynamicPropertyRegistry properties) throws IOException {
        chat = new FakeChat();
        properties.add(
                "spring.cloud.discovery.client.simple.instances.chat-service[0].uri",
                () -> chat.uri().toString());
    }

    @AfterAll
    static void stopChat() {
        chat.close();
    }

    @Test
    void each_whole_file_of_a_room_is_told_once_whatever_brought_it() {
        String byTus = upload(HELLO, metadata("filename", "by tus", "room", "told"));
        create(5, metadata("filename", "unfinished", "room", "told"));
        upload(HELLO, metadata("filename", "of no room"));
        send(request("/files")
                .header("Authorization", "Bearer " + ADMIN)
                .header("Content-Type", "multipart/form-data; boundary=B")
                .POST(BodyPublishers.ofString("--B\r\nContent-Disposition: form-data; name=room\r\n\r\ntold\r\n"
                        + "--B\r\nContent-Disposition: form-data; name=f; filename=form\r\n\r\nx\r\n--B--\r\n")));

        await().atMost(Duration.ofSeconds(10)).until(() -> chat.posts().size() >= 2);

        assertThat(names()).containsExactly("by tus", "form");
        FakeChat.Post post = chat.posts().getFirst();
        assertThat(post.token()).isEqualTo("Bearer " + ServiceToken.of(new IdentityProperties(ADMIN)));
        assertThat(byTus).isEqualTo("/files/" + post.message().path("file").asString());
        assertThat(chat.posts().getLast().message().path("name").asString()).isEqualTo("admin");
    }

    private static List<String> names() {
        return chat.posts().stream()
                .map(post -> post.message().path("text").asString())
                .toList();
    }
}
